"""Calls our components with the options of the packages' own examples."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.safestring import SafeString

from dienests.site.design import actions, choices, errors, inputs, lists, texts
from dienests.site.design.markup import Link

Options = Mapping[str, Any]


def said(options: Options | None, name: str = "") -> Any:
    """Return the text of an option, which the examples give as text or as HTML."""
    options = options or {}
    html, text = (f"{name}Html", f"{name}Text") if name else ("html", "text")
    return SafeString(options[html]) if html in options else options.get(text, "")


def size(options: Options) -> str:
    return options.get("classes", "").rpartition("--")[2]


def label(options: Options) -> SafeString:
    own = options["label"]
    heading = own.get("isPageHeading", False)
    return inputs.label(said(own), id=options.get("id", options["name"]), size=size(own), heading=heading)


def common(options: Options) -> dict[str, Any]:
    return {
        "name": options["name"],
        "id": options.get("idPrefix", options.get("id", options["name"])),
        "hint": said(options.get("hint")),
        "error": said(options.get("errorMessage")),
    }


def labelled(options: Options) -> dict[str, Any]:
    return {**common(options), "label": label(options)}


def own_label(options: Options) -> SafeString:
    heading = options.get("isPageHeading", False)
    return inputs.label(said(options), id=options.get("for"), size=size(options), heading=heading)


def links(items: list[Options]) -> list[Link]:
    return [
        Link(said(item), item.get("href", ""), item.get("active", False), item.get("visuallyHiddenText", ""))
        for item in items
    ]


def button(options: Options) -> SafeString:
    known = {"text", "href", "classes", "disabled", "preventDoubleClick"}
    return actions.button(
        options["text"],
        href=options.get("href", ""),
        kind=size(options),
        disabled=options.get("disabled", False),
        once=options.get("preventDoubleClick", False),
        **{name: value for name, value in options.items() if name not in known},
    )


def line(options: Options) -> SafeString:
    known = {"autocomplete", "inputmode", "disabled"}
    return inputs.text_input(
        **labelled(options),
        type=options.get("type", "text"),
        value=options.get("value"),
        kind=options.get("classes", ""),
        attributes={name: value for name, value in options.items() if name in known},
    )


def select(options: Options) -> SafeString:
    drawn = [
        inputs.option(
            item.get("value"), said(item), selected=item.get("selected", False), disabled=item.get("disabled", False)
        )
        for item in options.get("items", [])
    ]
    return inputs.select(**labelled(options), options=drawn)


def textarea(options: Options) -> SafeString:
    rows, most = options.get("rows", 5), options.get("maxlength")
    return inputs.textarea(**labelled(options), value=options.get("value"), rows=rows, most=most)


def legend(options: Options) -> choices.Legend | None:
    own = options.get("fieldset", {}).get("legend")
    return own and choices.Legend(said(own), size=size(own), heading=own.get("isPageHeading", False))


def answers(options: Options) -> list[choices.Choice]:
    chosen = options.get("values") or [options.get("value")]
    return [
        choices.Choice(
            value=item["value"],
            label=said(item),
            hint=said(item.get("hint")),
            checked=item.get("checked", item["value"] in chosen),
            conditional=said(item.get("conditional")),
        )
        for item in options["items"]
    ]


def radios(options: Options) -> SafeString:
    inline = size(options) == "inline"
    return choices.radios(**common(options), items=answers(options), legend=legend(options), inline=inline)


def checkboxes(options: Options) -> SafeString:
    return choices.checkboxes(**common(options), items=answers(options), legend=legend(options))


def date_input(options: Options) -> SafeString:
    shape = common({"name": "", **options})
    del shape["name"]
    parts = ("day", "month", "year")
    values = options.get("values", {})
    wrong = [part for part in parts if options.get(part, {}).get("error")] or parts
    question = legend(options)
    assert question
    prefix = options.get("namePrefix")
    return choices.date_input(
        **shape,
        legend=question,
        names=[f"{prefix}-{part}" if prefix else part for part in parts],
        values=[values.get(part) for part in parts],
        wrong=wrong,
    )


def summary(options: Options) -> SafeString:
    listed = [(said(error), error.get("href", "")) for error in options.get("errorList", [])]
    return errors.summary(listed, title=said(options, "title"), text=said(options, "description"))


def summary_list(options: Options) -> SafeString:
    rows = [
        (said(row["key"]), said(row["value"]), links(row.get("actions", {}).get("items", [])))
        for row in options["rows"]
        if row
    ]
    return lists.summary_list(rows)


def table(options: Options) -> SafeString:
    rows = options["rows"]
    numeric = [str(number) for number, cell in enumerate(rows[0], 1) if cell.get("format") == "numeric"]
    return lists.table(
        [[said(cell) for cell in row] for row in rows],
        [said(cell) for cell in options.get("head", [])],
        caption=options.get("caption", ""),
        caption_size=options.get("captionClasses", "").rpartition("--")[2],
        numeric=",".join(numeric),
        row_heading=options.get("firstCellIsHeader", False),
    )


def tabs(options: Options) -> SafeString:
    panes = [
        {"id": item["id"], "label": said({"text": item["label"]}), "panel": said(item["panel"])}
        for item in options["items"]
    ]
    return lists.tabs(panes)


def pagination(options: Options) -> SafeString:
    items = [
        None if item.get("ellipsis") else Link(item["number"], item["href"], item.get("current", False))
        for item in options.get("items", [])
    ]
    ends = {name: options.get(name, {}).get("href", "") for name in ("previous", "next")}
    return actions.pagination(items, previous=ends["previous"], following=ends["next"])


def timeline(options: Options) -> SafeString:
    items = [
        {
            "label": said(item["label"]),
            "at": item["datetime"]["timestamp"],
            "byline": said(item.get("byline")),
            "text": said(item),
        }
        for item in options["items"]
    ]
    return lists.timeline(items, level=options["headingLevel"])


DRAWN: dict[str, Callable[[Options], SafeString]] = {
    "govuk-back-link": lambda o: actions.back_link(o.get("href", "#"), said(o)),
    "govuk-breadcrumbs": lambda o: actions.breadcrumbs(links(o["items"]), o.get("labelText", "")),
    "govuk-button": button,
    "govuk-character-count": textarea,
    "govuk-checkboxes": checkboxes,
    "govuk-date-input": date_input,
    "govuk-details": lambda o: texts.details(said(o), said(o, "summary"), open=o.get("open", False), id=o.get("id")),
    "govuk-error-message": lambda o: inputs.error_message(said(o), id=o.get("id")),
    "govuk-error-summary": summary,
    "govuk-file-upload": lambda o: inputs.file_upload(**labelled(o)),
    "govuk-input": line,
    "govuk-inset-text": lambda o: texts.inset_text(said(o)),
    "govuk-label": own_label,
    "govuk-notification-banner": lambda o: texts.notification_banner(
        said(o), kind=o.get("type", ""), title=said(o, "title")
    ),
    "govuk-pagination": pagination,
    "govuk-panel": lambda o: texts.panel(said(o, "title"), said(o), level=o.get("headingLevel", 1)),
    "govuk-password-input": lambda o: inputs.password_input(**labelled(o)),
    "govuk-phase-banner": lambda o: texts.phase_banner(said(o), said(o["tag"])),
    "govuk-radios": radios,
    "govuk-select": select,
    "govuk-skip-link": lambda o: actions.skip_link(o["href"], said(o)),
    "govuk-summary-list": summary_list,
    "govuk-table": table,
    "govuk-tabs": tabs,
    "govuk-tag": lambda o: texts.tag(said(o), size(o)),
    "govuk-textarea": textarea,
    "govuk-warning-text": lambda o: texts.warning_text(said(o)),
    "moj-sub-navigation": lambda o: actions.sub_navigation(links(o["items"]), o["label"]),
    "moj-timeline": timeline,
}
