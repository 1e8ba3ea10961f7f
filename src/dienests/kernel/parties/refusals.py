"""What every verb of the parties refuses: a missing text, a slug that is none, an event without a basis."""

import re

from django.utils.translation import gettext as _

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class PartiesError(ValueError):
    """A refusal in one sentence for the person at the page: what is wrong and what to do."""


def text(value: str, sentence: str) -> str:
    """Return the text without outer and doubled spaces; raises PartiesError(sentence) when nothing is left."""
    tidy = " ".join(value.split())
    if not tidy:
        raise PartiesError(sentence)
    return tidy


def basis(value: str) -> str:
    """Return the basis of an act; raises PartiesError when it is missing."""
    return text(value, _("The basis is missing: name the order or the paragraph on which this rests."))


def slug(value: str) -> str:
    """Return the slug; raises PartiesError unless it is made of small letters, digits and single hyphens."""
    if not _SLUG.fullmatch(value) or len(value) > 60:
        raise PartiesError(
            _("“%(slug)s” cannot be a short name: use at most 60 small letters a-z, digits and single hyphens.")
            % {"slug": value}
        )
    return value
