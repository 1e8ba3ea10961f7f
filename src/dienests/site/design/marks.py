"""The mark of a paragraph: a small box at every button, date and figure that leads to the provision asking for it."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dienests.site.design.markup import NOTHING, element, hidden, joined


def mark(basis: Any, *, name: Any = "") -> SafeString:
    """Return one box per address of a basis, of text like "act:20,21; other:3", or of a list of these.

    `name` is said visibly before the addresses where the page does not make clear which document is meant.
    A value that the sources do not give (an object with `where`) is marked as not set.
    """
    if not basis:
        return NOTHING
    if hasattr(basis, "where"):
        return mark_unset(basis)
    return joined([_box(act, address, name) for act, address in _addresses(basis)], between=" ")


def mark_unset(where: Any = "") -> SafeString:
    """Return the sign that the sources leave a value open, and where it would have to be set."""
    place = getattr(where, "where", where)
    text = element("strong", {"class": "d-unset__text"}, _("not set in the sources"))
    return element("span", {"class": "d-unset"}, text, joined([" (", place, ")"]) if place else NOTHING)


def mark_interpretation(text: Any = "") -> SafeString:
    """Return the sign that we chose one reading where the document leaves several."""
    sign = element("strong", {"class": "d-interpretation__text"}, _("interpretation"))
    return element("span", {"class": "d-interpretation"}, sign, joined([": ", text]) if text else NOTHING)


def _addresses(basis: Any) -> Iterable[tuple[str, str]]:
    if isinstance(basis, str):
        for part in filter(None, map(str.strip, basis.split(";"))):
            act, _colon, addresses = part.partition(":")
            yield from ((act.strip(), address.strip()) for address in addresses.split(",") if address.strip())
    elif hasattr(basis, "act"):
        yield from ((basis.act, address) for address in basis.addresses)
    else:
        for each in basis:
            yield from _addresses(each)


def _box(act: str, address: str, name: Any) -> SafeString:
    return _drawn(act, address, str(name or ""), get_language() or "")


@lru_cache(maxsize=8192)
def _drawn(act: str, address: str, name: str, language: str) -> SafeString:
    """Draw a mark once per language: a desk of fifty cases shows the same few of them hundreds of times."""
    numbered = address.replace(".", "").isdecimal()
    shown = f"{address.rstrip('.')}." if numbered else address
    said = _("%(act)s point") % {"act": act} if numbered else act
    where = reverse("provision", kwargs={"act": act, "address": address})
    return element("a", {"class": "d-mark", "href": where}, hidden(joined([said, " "])), name and f"{name} ", shown)
