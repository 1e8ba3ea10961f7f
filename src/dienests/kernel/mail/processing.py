"""What is kept of people who want to be told by mail."""

from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.processing import law
from dienests.kernel.norms.processing import Kept, keeps


def register() -> None:
    """Declare the entry."""
    keeps(
        Kept("mail-addresses", _("e-mail addresses, and when a mail was sent"), _("who wants to be told by mail"),
             _("to tell a person that there is something new; no mail says what"), law,
             _("the person; nobody by a list"), until=_("until the person takes the address away")),
    )  # fmt: skip
