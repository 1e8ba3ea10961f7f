"""How mail goes out from this site: the server of the settings, and addresses as people open them."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from dienests.kernel.dispatch.e_address import e_address
from dienests.kernel.dispatch.rounds import Carriers
from dienests.kernel.mail.rounds import Post
from dienests.kernel.mail.server import server
from dienests.site.founding.link import whole


def mail_post() -> Post | None:
    """Return the way out, or None where no mail server is set."""
    found = server(settings.MAIL_URL)
    return Post(found, _address("home"), lambda token: _address("confirm-mail", token=token)) if found else None


def carriers() -> Carriers:
    """Return what letters can go by: the mail server and the carrier of official electronic addresses, where set."""
    return Carriers(server(settings.MAIL_URL), e_address(settings.EADDRESS_URL), _address("check"))


def _address(name: str, **more: str) -> str:
    with override("lv"):
        return whole(reverse(name, kwargs=more))
