"""Cases told as plain values, and the record of who was told."""

from datetime import date
from typing import Any

from dienests.kernel.access.reads import Through
from dienests.kernel.cases.case import Case
from dienests.kernel.procedures.registry import find
from dienests.site.api.fields import plain
from dienests.site.api.open_rules import moment
from dienests.site.api.operation import Call, address
from dienests.site.api.problem import marks
from dienests.site.pages import looking
from dienests.site.pages.case_view import CaseView


def day(text: str | None) -> date | None:
    """Return the day that a text names."""
    return date.fromisoformat(text) if text else None


def head(case: Case) -> dict[str, Any]:
    """Return what a list shows of a case: nothing personal."""
    procedure = find(case.procedure, case.version)
    return {
        "id": str(case.pk), "number": case.number, "procedure": case.procedure, "version": case.version,
        "title": str(procedure.title), "stage": case.stage, "stage_label": str(procedure.stages[case.stage].label),
        "turn": case.turn.removeprefix(":") or None, "opened_at": moment(case.opened_at),
        "closed_at": moment(case.closed_at), "due": case.due.isoformat() if case.due else None,
        "provisional": case.provisional, "revision": case.revision, "url": address("/cases/{case}", case=case.pk),
    }  # fmt: skip


def case(view: CaseView) -> dict[str, Any]:
    """Return a case with what its reader may read."""
    fields = [field for field in view.filled if field.name in view.readable]
    return head(view.case) | {
        "overdue": view.overdue, "own": view.own, "opener": view.opener, "awaits": str(view.whose_turn),
        "hidden": [field.name for field in view.filled if field.name not in view.readable],
        "acts": [each.action.name for each in (*view.allowed, *view.also_allowed)],
        "why": [str(each.label) for each in view.why],
        "fields": {field.name: plain(field, view.record) for field in fields},
        "terms": [_term(each) for each in view.terms],
        "related": [
            {"id": str(each["case"].pk), "number": each["case"].number,
             "url": address("/cases/{case}", case=each["case"].pk)}
            for each in view.related
        ],
    }  # fmt: skip


def _term(each: Any) -> dict[str, Any]:
    run, term = each.run, each.declared
    return {
        "name": term.name, "label": str(term.label), "value": run.value, "started_on": run.started_on.isoformat(),
        "due": run.due.isoformat() if run.due else None, "provisional": run.provisional,
        "stopped_on": run.stopped_on.isoformat() if run.stopped_on else None, "set_by": each.set_by,
        "basis": marks(term.basis),
    }  # fmt: skip


def through(call: Call) -> Through:
    """Return by which token, for whom and what for the person behind it looks."""
    assert call.token is not None
    return Through(call.token.pk, call.given["Dienests-End-User"], call.given["Dienests-Purpose"])


def recorded(call: Call, view: CaseView) -> int:
    """Record that a case is told; raises NotRecorded, and then nothing may be told."""
    return looking.at_case(view, page="api-case", through=through(call))
