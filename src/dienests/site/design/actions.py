"""Components that lead somewhere or do something: buttons, links, navigation."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dienests.site.design.markup import NOTHING, Link, classes, element, hidden, joined, link, named

# The outlines of the two arrows, as the design system draws them.
ARROWS = {
    "prev": "m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984"
    "l4.2931-4.293-1.414-1.414z",
    "next": "m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 "
    "6.7441-6.4062-6.7246-6.7266z",
}


def button(
    text: Any, *, href: str = "", kind: str = "", once: bool = False, disabled: bool = False, **more: Any
) -> SafeString:
    """Return a button, or a link that looks like one.

    `kind` is "", "secondary" or "warning"; `once` ignores a second click; other keywords become attributes.
    """
    extra = named(more)
    common = {
        "class": classes("govuk-button", kind and f"govuk-button--{kind}", extra.pop("class", "")),
        "data-module": "govuk-button",
    }
    if href:
        return element("a", {"href": href, "role": "button", "draggable": "false", **common, **extra}, text)
    state = {"type": "submit", "disabled": disabled, "aria-disabled": "true" if disabled else None}
    return element("button", {**state, "data-prevent-double-click": "true" if once else None, **common, **extra}, text)


def act_button(text: Any, *, note: Any = "", first: bool = False, marks: Any = "", **more: Any) -> SafeString:
    """Return a wide button of the case page: what it does, until when, and its paragraphs beside it."""
    inside = joined(
        [
            element("span", {"class": "d-act__text"}, text),
            element("span", {"class": "d-act__note"}, note) if note else None,
        ]
    )
    kind = "" if first else "secondary"
    pressed = button(inside, kind=kind, class_=classes("d-act__button", first and "d-act__button--first"), **more)
    return element(
        "div", {"class": "d-act"}, pressed, element("p", {"class": "d-act__marks"}, marks) if marks else None
    )


def back_link(href: str = "#", text: Any = "") -> SafeString:
    """Return the link back to the page before."""
    return element("a", {"href": href, "class": "govuk-back-link"}, text or _("Back"))


def way_back(href: str = "#", text: Any = "") -> SafeString:
    """Return the link back in a landmark of its own, since it stands outside of the main part of a page."""
    return element("nav", {"aria-label": _("Back")}, back_link(href, text))


def skip_link(href: str = "#main", text: Any = "") -> SafeString:
    """Return the link by which a keyboard user passes the header."""
    shape = {"href": href, "class": "govuk-skip-link", "data-module": "govuk-skip-link"}
    return element("a", shape, text or _("Skip to main content"))


def breadcrumbs(items: Iterable[Any], label: str = "") -> SafeString:
    """Return the way from the home page; an item without address is the page itself."""
    return element(
        "nav",
        {"class": "govuk-breadcrumbs", "aria-label": label or _("Breadcrumb")},
        element("ol", {"class": "govuk-breadcrumbs__list"}, *[_crumb(link(item)) for item in items]),
    )


def _crumb(step: Link) -> SafeString:
    shape = {"class": "govuk-breadcrumbs__list-item"}
    if not step.url:
        return element("li", {**shape, "aria-current": "page"}, step.label)
    return element("li", shape, element("a", {"class": "govuk-breadcrumbs__link", "href": step.url}, step.label))


def navigation(items: Iterable[Any]) -> SafeString:
    """Return the main navigation: links, with the open one marked; drawn once for each set of links."""
    return _navigation(tuple((conditional_escape(step.label), step.url, step.active) for step in map(link, items)))


@lru_cache(maxsize=512)
def _navigation(items: tuple[tuple[SafeString, str, bool], ...]) -> SafeString:
    # Each link on a line of its own, as people read it who look at the source.
    entries = [
        element("li", None, element("a", {"href": url, "aria-current": "page" if active else None}, label))
        for label, url, active in items
    ]
    rows = "".join(f"{entry}\n          " for entry in entries)
    return SafeString(f'<ul class="d-nav__list">\n          {rows}\n        </ul>')


def sub_navigation(items: Iterable[Any], label: str = "") -> SafeString:
    """Return the tabs of the desk: links to pages of equal rank, with the open one marked; once for each set."""
    steps = tuple((conditional_escape(step.label), step.url, step.active) for step in map(link, items))
    return _tabs(steps, label or _("Views"))


@lru_cache(maxsize=512)
def _tabs(items: tuple[tuple[SafeString, str, bool], ...], label: str) -> SafeString:
    shape = {"class": "moj-sub-navigation__link"}
    entries = [
        element(
            "li",
            {"class": "moj-sub-navigation__item"},
            element("a", {**shape, "aria-current": "page" if active else None, "href": url}, text),
        )
        for text, url, active in items
    ]
    return element(
        "nav",
        {"class": "moj-sub-navigation", "aria-label": label},
        element("ul", {"class": "moj-sub-navigation__list"}, *entries),
    )


def pagination(items: Iterable[Link | None], *, previous: str = "", following: str = "", label: str = "") -> SafeString:
    """Return the links to other pages of a list; an item that is None stands for pages left out."""
    numbers = [_page(item) for item in items]
    block = not numbers
    shape = {
        "class": classes("govuk-pagination", block and "govuk-pagination--block"),
        "aria-label": label or _("Pagination"),
    }
    return element(
        "nav",
        shape,
        _step("prev", previous, _("Previous"), decorated=block) if previous else NOTHING,
        element("ul", {"class": "govuk-pagination__list"}, *numbers) if numbers else NOTHING,
        _step("next", following, _("Next"), decorated=block) if following else NOTHING,
    )


def _page(item: Link | None) -> SafeString:
    if item is None:
        return element("li", {"class": "govuk-pagination__item govuk-pagination__item--ellipsis"}, "\u22ef")
    shape = {
        "class": "govuk-link govuk-pagination__link",
        "href": item.url,
        "aria-label": _("Page %(number)s") % {"number": item.label},
        "aria-current": "page" if item.active else None,
    }
    chosen = item.active and "govuk-pagination__item--current"
    return element("li", {"class": classes("govuk-pagination__item", chosen)}, element("a", shape, item.label))


def _step(kind: str, url: str, text: str, *, decorated: bool) -> SafeString:
    arrow = element(
        "svg",
        {
            "class": f"govuk-pagination__icon govuk-pagination__icon--{kind}",
            "xmlns": "http://www.w3.org/2000/svg",
            "height": "13",
            "width": "15",
            "aria-hidden": "true",
            "focusable": "false",
            "viewBox": "0 0 15 13",
        },
        element("path", {"d": ARROWS[kind]}),
    )
    title = element(
        "span",
        {"class": classes("govuk-pagination__link-title", decorated and "govuk-pagination__link-title--decorated")},
        text,
        hidden(joined([" ", _("page")])),
    )
    # Without page numbers both arrows stand before their text; with them the arrow points away from the numbers.
    inside = [arrow, title] if kind == "prev" or decorated else [title, arrow]
    shape = {"class": "govuk-link govuk-pagination__link", "href": url, "rel": kind}
    return element("div", {"class": f"govuk-pagination__{kind}"}, element("a", shape, *inside))
