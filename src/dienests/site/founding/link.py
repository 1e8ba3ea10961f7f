"""The address of a one-time link, as it is handed over by mouth, letter or message."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override


def address(token: str, request: HttpRequest | None = None) -> str:
    """Return the whole address of a link: of this site as the request knows it, else as the settings do."""
    with override("lv"):
        path = reverse("invitation", kwargs={"token": token})
    return request.build_absolute_uri(path) if request is not None else whole(path)


def whole(path: str) -> str:
    """Return the whole address of a path on this site, as the settings know it."""
    host = settings.ALLOWED_HOSTS[0].lstrip(".")
    return f"https://{host}{path}" if settings.HTTPS else f"http://{host}:8000{path}"
