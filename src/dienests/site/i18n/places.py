"""Where catalogues lie, and which texts belong to which."""

from pathlib import Path

from dienests.site.modules import DOMAINS

PACKAGE = Path(__file__).resolve().parents[2]
LANGUAGE = "lv"
# The order is the kernel's view: a text used in two parts belongs to the lower one.
PARTS = ("kernel", *DOMAINS, "site")


def catalogue(part: str) -> Path:
    """Return the catalogue of one part of the package."""
    return PACKAGE / part / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"
