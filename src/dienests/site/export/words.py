"""What a case says in one language: lines that a person reads, the same in the archive and where it is imported."""

from datetime import date, datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from dienests.kernel.calendar.zone import RIGA
from dienests.kernel.letters.letter import Letter
from dienests.kernel.procedures.earlier import letter_of
from dienests.site.pages.case_view import CaseView
from dienests.site.pages.shown import RunningTerm


def words(view: CaseView, letters: list[Letter]) -> dict[str, Any]:
    """Return the words of a case in the language that is active, all of them plain text."""
    title = str(view.procedure.title)
    return {
        "title": title,
        "institution": view.case.institution.name,
        "stage": str(view.stage.label),
        "opener": str(view.opener),
        "answers": [[capfirst(str(each.label)), each.value] for each in view.answers],
        "hidden": [capfirst(str(label)) for label in view.hidden],
        "participants": [[str(role), name] for role, name in participants(view)],
        "terms": [[capfirst(str(term.declared.label)), _term(term)] for term in view.terms],
        "said": [_who(each) for each in all_said(view)],
        "letters": [capfirst(str(letter_of(view.procedure, each.slug).label)) for each in letters],
        "acts": [
            [str(each.position), moment(each.at), capfirst(str(each.label)), str(each.who), str(each.basis)]
            for each in reversed(view.happened)
        ],
        "links": [[each["case"].number, str(each["title"])] for each in (*view.related, *view.linked)],
    }  # fmt: skip


def participants(view: CaseView) -> list[tuple[Any, str]]:
    """Return who takes part, by role; a person is named only where the reader may read the name."""
    named = {view.case.opener_id: view.opener} | {
        getattr(view.record, field.attname): str(getattr(view.record, field.name) or "")
        for field in view.record._meta.concrete_fields
        if field.is_relation and field.name in view.readable
    }
    found = view.case.participants.select_related("organisation").order_by("role", "pk")
    return [
        (
            view.procedure.roles[each.role].label if each.role in view.procedure.roles else each.role,
            each.organisation.name if each.organisation else str(named.get(each.person_id) or _("confidential")),
        )
        for each in found
    ]


def moment(at: datetime) -> str:
    """Return a moment of Latvia as text."""
    return at.astimezone(RIGA).strftime("%d.%m.%Y. %H:%M")


def all_said(view: CaseView) -> list[dict[str, Any]]:
    """Return everything that was said, oldest first."""
    return sorted((*view.said, *view.notes), key=lambda each: each["posting"].position)


def _who(said: dict[str, Any]) -> list[str]:
    kinds = {"note": _("internal note"), "message": _("message"), "statement": _("addition")}
    posting = said["posting"]
    return [moment(posting.at), kinds[posting.kind], str(said["who"])]


def _term(term: RunningTerm) -> str:
    run, parts = term.run, []
    if run.due:
        parts.append(_("due %(day)s") % {"day": _day(run.due)})
    elif not run.stopped_on:
        parts.append(_("no due day is set"))
    if term.length:
        parts.append(str(term.length))
    if run.suspended_on:
        parts.append(_("suspended since %(day)s") % {"day": _day(run.suspended_on)})
    if run.stopped_on:
        how = _("lapsed") if run.lapsed else _("kept late") if run.late else _("done")
        parts.append(f"{how} {_day(run.stopped_on)}")
    return "; ".join(parts)


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y.}"
