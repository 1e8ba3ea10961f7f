"""Pieces of a page that are the same for many: drawn once in a process for each language and set of values."""

from functools import lru_cache
from typing import Any

from django.template.loader import get_template
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# Where a value could change without its key changing, or text be taken for markup, nothing may be kept.
PLAIN = (str, bool, type(None))


def once(piece: str, **values: Any) -> SafeString:
    """Draw a template that knows nothing but these values, text and yes or no, so that it may be kept and shown again.

    Raises TypeError for a value of another kind.
    """
    for name, value in values.items():
        if type(value) not in PLAIN:
            raise TypeError(f"{piece} is drawn once: hand it text, True or False as “{name}”, not {type(value)}.")
    return _drawn(piece, get_language(), get_script_prefix(), tuple(values.items()))


@lru_cache(maxsize=512)
def _drawn(piece: str, language: str | None, prefix: str, values: tuple[tuple[str, Any], ...]) -> SafeString:
    return SafeString(get_template(piece).render(dict(values)))
