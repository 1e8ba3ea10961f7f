"""Components that show many things in order: summary lists, tables, tabs, timelines, figures, stages."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dienests.site.design.days import shown, stamp
from dienests.site.design.markup import NOTHING, Link, classes, element, hidden, joined, link, read


def summary_list(rows: Iterable[Any]) -> SafeString:
    """Return names and values; a row is (key, value), (key, value, links) or a mapping with key, value, actions."""
    read_rows = [_row(row) for row in rows]
    acting = any(actions for _key, _value, actions in read_rows)
    return element("dl", {"class": "govuk-summary-list"}, *[_summary(row, acting=acting) for row in read_rows])


def _row(row: Any) -> tuple[Any, Any, list[Link]]:
    if isinstance(row, tuple | list):
        return row[0], row[1], [link(action) for action in (row[2] if len(row) > 2 else ())]
    return read(row, "key"), read(row, "value"), [link(action) for action in read(row, "actions") or ()]


def _summary(row: tuple[Any, Any, list[Link]], *, acting: bool) -> SafeString:
    key, value, actions = row
    lone = acting and not actions
    return element(
        "div",
        {"class": classes("govuk-summary-list__row", lone and "govuk-summary-list__row--no-actions")},
        element("dt", {"class": "govuk-summary-list__key"}, key),
        element("dd", {"class": "govuk-summary-list__value"}, shown(value)),
        element("dd", {"class": "govuk-summary-list__actions"}, _actions(actions)) if actions else NOTHING,
    )


def _actions(actions: Sequence[Link]) -> SafeString:
    links = [
        element(
            "a",
            {"class": "govuk-link", "href": action.url},
            action.label,
            hidden(joined([" ", action.note])) if action.note else NOTHING,
        )
        for action in actions
    ]
    if len(links) == 1:
        return links[0]
    entries = [element("li", {"class": "govuk-summary-list__actions-list-item"}, each) for each in links]
    return element("ul", {"class": "govuk-summary-list__actions-list"}, *entries)


def table(
    rows: Iterable[Sequence[Any]],
    head: Sequence[Any] = (),
    *,
    caption: Any = "",
    caption_size: str = "m",
    numeric: str = "",
    row_heading: bool = False,
    scroll: bool = False,
) -> SafeString:
    """Return a table.

    `numeric` names the columns of numbers ("2,3", counted from 1); `row_heading` makes the first cell of a row its
    heading; `scroll` lets a wide table scroll in its place instead of widening the page.
    """
    columns = {int(number) for number in numeric.split(",") if number}
    tops = [_cell("th", cell, number in columns, scope="col") for number, cell in enumerate(head, 1)]
    body = [
        element("tr", {"class": "govuk-table__row"}, *_cells(row, columns, row_heading=row_heading)) for row in rows
    ]
    size = caption_size and f"govuk-table__caption--{caption_size}"
    drawn = element(
        "table",
        {"class": "govuk-table"},
        element("caption", {"class": classes("govuk-table__caption", size)}, caption) if caption else NOTHING,
        element("thead", {"class": "govuk-table__head"}, element("tr", {"class": "govuk-table__row"}, *tops))
        if tops
        else NOTHING,
        element("tbody", {"class": "govuk-table__body"}, *body),
    )
    if not scroll:
        return drawn
    # A region that scrolls must be reachable by keyboard and say what it is.
    return element(
        "div", {"class": "d-scroll", "role": "region", "tabindex": "0", "aria-label": caption or _("Table")}, drawn
    )


def _cells(row: Sequence[Any], columns: set[int], *, row_heading: bool) -> list[SafeString]:
    return [
        _cell("th", cell, False, scope="row") if row_heading and number == 1 else _cell("td", cell, number in columns)
        for number, cell in enumerate(row, 1)
    ]


def _cell(name: str, content: Any, numeric: bool, scope: str | None = None) -> SafeString:
    base = "govuk-table__header" if name == "th" else "govuk-table__cell"
    return element(name, {"scope": scope, "class": classes(base, numeric and f"{base}--numeric")}, shown(content))


def tabs(items: Iterable[Mapping[str, Any]], title: Any = "") -> SafeString:
    """Return panels of which one is seen; items hold id, label, panel; without scripts all are seen."""
    panes = list(items)
    entries = [
        element(
            "li",
            {"class": classes("govuk-tabs__list-item", number == 0 and "govuk-tabs__list-item--selected")},
            element("a", {"class": "govuk-tabs__tab", "href": f"#{pane['id']}"}, pane["label"]),
        )
        for number, pane in enumerate(panes)
    ]
    panels = [
        element(
            "div",
            {"class": classes("govuk-tabs__panel", number > 0 and "govuk-tabs__panel--hidden"), "id": pane["id"]},
            pane["panel"]
            if isinstance(pane["panel"], SafeString)
            else element("p", {"class": "govuk-body"}, pane["panel"]),
        )
        for number, pane in enumerate(panes)
    ]
    return element(
        "div",
        {"class": "govuk-tabs", "data-module": "govuk-tabs"},
        element("h2", {"class": "govuk-tabs__title"}, title or _("Contents")),
        element("ul", {"class": "govuk-tabs__list"}, *entries),
        *panels,
    )


def timeline(items: Iterable[Any], *, level: int = 3) -> SafeString:
    """Return what happened, newest first; items hold label, at, and may hold byline and text."""
    return element("div", {"class": "moj-timeline"}, *[_happened(item, level) for item in items])


def _happened(item: Any, level: int) -> SafeString:
    byline = read(item, "byline")
    name = _("by %(name)s") % {"name": byline} if byline else ""
    return element(
        "div",
        {"class": "moj-timeline__item"},
        element(
            "div",
            {"class": "moj-timeline__header"},
            element(f"h{level}", {"class": "moj-timeline__title"}, read(item, "label")),
            element("p", {"class": "moj-timeline__byline"}, name) if name else NOTHING,
        ),
        element("p", {"class": "moj-timeline__date"}, stamp(read(item, "at"))),
        element("div", {"class": "moj-timeline__description"}, read(item, "text") or ""),
    )
