"""States by shape and colour: the cells of a rulebook, the stages of a case, the days left of a term, figures."""

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dienests.site.design.markup import NOTHING, classes, element, hidden, joined, read
from dienests.site.design.texts import tag

STATES = {
    "done": gettext_lazy("done"),
    "running": gettext_lazy("running"),
    "overdue": gettext_lazy("overdue"),
    "not-set": gettext_lazy("term not set"),
    "idle": gettext_lazy("nothing happened yet"),
    "introduced": gettext_lazy("introduced"),
    "not-for-software": gettext_lazy("not for software"),
    "open": gettext_lazy("not introduced yet"),
}
NEAR = 5


def cell(state: Any, url: str = "", label: Any = "", *, current: bool = False) -> SafeString:
    """Return one provision of a strip; its label and its state are spoken and shown on pointing."""
    slug = _slug(state)
    said = f"{label}: {STATES[slug]}" if label else str(STATES[slug])
    shape = {"class": classes("d-cell", f"d-cell--{slug}"), "title": said}
    if not url:
        return element("span", {**shape, "role": "img", "aria-label": said})
    return element("a", {**shape, "href": url, "aria-label": said, "aria-current": "page" if current else None})


def cell_legend(*states: Any) -> SafeString:
    """Return the key to the cells, for all states or for those given."""
    entries = [
        element("li", None, element("span", {"class": f"d-cell d-cell--{slug}", "aria-hidden": "true"}), STATES[slug])
        for slug in ([_slug(state) for state in states] or STATES)
    ]
    return element("ul", {"class": "d-legend", "aria-label": _("Key to the marks")}, *entries)


def cell_words(state: Any) -> str:
    """Return a state in words."""
    return str(STATES[_slug(state)])


def _slug(state: Any) -> str:
    slug = str(getattr(state, "value", state)).replace("_", "-")
    if slug not in STATES:
        raise ValueError(f"No cell shows the state {slug!r}: use one of {', '.join(STATES)}.")
    return slug


def stages(items: Iterable[Any]) -> SafeString:
    """Return how far a case has come; items hold label and state: "done", "now" or "later"."""
    said = {"done": _("finished"), "now": _("now"), "later": _("to come")}
    entries = [
        element(
            "li",
            {
                "class": f"d-stages__stage d-stages__stage--{read(item, 'state')}",
                "aria-current": "step" if read(item, "state") == "now" else None,
            },
            read(item, "label"),
            hidden(joined([" (", said[read(item, "state")], ")"])),
        )
        for item in items
    ]
    return element("ol", {"class": "d-stages", "aria-label": _("Stages")}, *entries)


def due(days_left: int | None) -> SafeString:
    """Return the tag of a term: how many working days are left, or by how many it is late."""
    if days_left is None:
        return tag(_("no term"), "grey")
    if days_left < 0:
        text = ngettext("late by %(count)s working day", "late by %(count)s working days", -days_left)
        return tag(text % {"count": -days_left}, "red")
    if days_left == 0:
        return tag(_("today"), "blue")
    text = ngettext("%(count)s working day", "%(count)s working days", days_left)
    return tag(text % {"count": days_left}, "blue" if days_left <= NEAR else "green")


def figures(items: Iterable[Any]) -> SafeString:
    """Return large numbers with what they count; items hold value, label and may hold marks."""
    entries = [
        element(
            "div",
            {"class": "d-figures__figure"},
            element("dt", {"class": "d-figures__label"}, read(item, "label")),
            element("dd", {"class": "d-figures__value"}, read(item, "value")),
            element("dd", {"class": "d-figures__marks"}, read(item, "marks")) if read(item, "marks") else NOTHING,
        )
        for item in items
    ]
    return element("dl", {"class": "d-figures"}, *entries)
