"""A name that stands in two languages in the database: shown in the language of the page."""

from django.utils.translation import get_language


def in_language(lv: str, en: str) -> str:
    """Return the English name on an English page, the Latvian one on any other, and never an empty one."""
    wanted, other = (en, lv) if (get_language() or "").startswith("en") else (lv, en)
    return wanted or other
