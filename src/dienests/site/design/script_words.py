"""Words that the components' scripts say; they know English, every other language is given to them as attributes."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _


def most(characters: int) -> str:
    """Return what is said before scripts run."""
    return _("You can enter up to %(count)s characters") % {"count": characters}


def count() -> dict[str, str]:
    """Return the words of the counting script in the language of the page."""
    if (get_language() or "en").startswith("en"):
        return {}
    # The script asks for the plural category of each number; 0, 1 and 2 stand for Latvian zero, one and other.
    words: dict[str, str] = {"data-i18n.characters-at-limit": _("You have 0 characters remaining")}
    for category, number in (("zero", 0), ("one", 1), ("other", 2)):
        left = ngettext("You have %(count)s character remaining", "You have %(count)s characters remaining", number)
        over = ngettext("You have %(count)s character too many", "You have %(count)s characters too many", number)
        words[f"data-i18n.characters-under-limit.{category}"] = left % {"count": "%{count}"}
        words[f"data-i18n.characters-over-limit.{category}"] = over % {"count": "%{count}"}
    return words


def password() -> dict[str, str]:
    """Return the words of the script that shows a password."""
    if (get_language() or "en").startswith("en"):
        return {}
    return {
        "data-i18n.show-password": _("Show"),
        "data-i18n.hide-password": _("Hide"),
        "data-i18n.show-password-aria-label": _("Show password"),
        "data-i18n.hide-password-aria-label": _("Hide password"),
        "data-i18n.password-shown-announcement": _("Your password is visible"),
        "data-i18n.password-hidden-announcement": _("Your password is hidden"),
    }
