"""Components that say something: tags, notices, panels, foldable text."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dienests.site.design.markup import NOTHING, classes, element, hidden


def tag(text: Any, colour: str = "") -> SafeString:
    """Return a short state in a coloured box; the text must say it without the colour."""
    return element("strong", {"class": classes("govuk-tag", colour and f"govuk-tag--{colour}")}, text)


def inset_text(content: Any) -> SafeString:
    """Return text set apart from its surroundings."""
    return element("div", {"class": "govuk-inset-text"}, content)


def warning_text(content: Any) -> SafeString:
    """Return a warning of legal consequences."""
    return element(
        "div",
        {"class": "govuk-warning-text"},
        element("span", {"class": "govuk-warning-text__icon", "aria-hidden": "true"}, "!"),
        element("strong", {"class": "govuk-warning-text__text"}, hidden(_("Warning")), " ", content),
    )


def details(content: Any, summary: Any, *, open: bool = False, id: str | None = None) -> SafeString:
    """Return text that unfolds when its summary is chosen."""
    caption = element("span", {"class": "govuk-details__summary-text"}, summary)
    return element(
        "details",
        {"id": id, "class": "govuk-details", "open": open},
        element("summary", {"class": "govuk-details__summary"}, caption),
        element("div", {"class": "govuk-details__text"}, content),
    )


def panel(title: Any, text: Any = "", *, level: int = 1) -> SafeString:
    """Return the confirmation that something was received, with its number."""
    body = element("div", {"class": "govuk-panel__body"}, text) if text else NOTHING
    heading = element(f"h{level}", {"class": "govuk-panel__title"}, title)
    return element("div", {"class": "govuk-panel govuk-panel--confirmation"}, heading, body)


def phase_banner(text: Any, label: Any) -> SafeString:
    """Return the line that says in what state the whole site is."""
    return element(
        "div",
        {"class": "govuk-phase-banner govuk-width-container"},
        element(
            "p",
            {"class": "govuk-phase-banner__content"},
            element("strong", {"class": "govuk-tag govuk-phase-banner__content__tag"}, label),
            element("span", {"class": "govuk-phase-banner__text"}, text),
        ),
    )


def notification_banner(text: Any, *, kind: str = "", title: Any = "") -> SafeString:
    """Return news about what was just done (kind "success") or about the page."""
    done = kind == "success"
    heading = "govuk-notification-banner-title"
    return element(
        "div",
        {
            "class": classes("govuk-notification-banner", done and "govuk-notification-banner--success"),
            "role": "alert" if done else "region",
            "aria-labelledby": heading,
            "data-module": "govuk-notification-banner",
        },
        element(
            "div",
            {"class": "govuk-notification-banner__header"},
            element(
                "h2",
                {"class": "govuk-notification-banner__title", "id": heading},
                title or (_("Success") if done else _("Important")),
            ),
        ),
        element(
            "div",
            {"class": "govuk-notification-banner__content"},
            element("p", {"class": "govuk-notification-banner__heading"}, text),
        ),
    )
