"""The rows of the auditor's lists: who looked, how often, why; never at whom, nor what stood there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.calendar.zone import local_date, start_of
from dienests.kernel.looks.audit import CLOSES, OPENS, Audit
from dienests.kernel.looks.unusual import COLLEAGUES, LEAST, TIMES, WEEKS
from dienests.kernel.norms.basis import Basis, rulebook
from dienests.kernel.procedures.items import Label
from dienests.site.pages.days import day_of, now
from dienests.site.pages.look_words import DOINGS, why

policy = rulebook("vpd-client-data-policy")
YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Tab:
    """One list: its name, the rule by which a row comes into it, the norm behind it, and its columns."""

    slug: str
    label: Label
    rule: Label
    basis: Basis
    columns: tuple[tuple[str, Label], ...]
    rows: Callable[[Audit, HttpRequest], Sequence[Any]]
    row: Callable[[Audit, Any], dict[str, Any]]
    monthly: bool = True


def month_of(request: HttpRequest) -> date:
    """Return the first day of the month asked for; this month by default, and where none such exists."""
    today = local_date(now()).replace(day=1)
    try:
        asked = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return today
    return min(asked, today)


def months(request: HttpRequest) -> list[date]:
    """Return the month shown, the one before, and the one after where it has come."""
    shown = month_of(request)
    after = next_month(shown)
    return [(shown - timedelta(days=1)).replace(day=1), shown, *([after] if after <= local_date(now()) else [])]


def next_month(month: date) -> date:
    """Return the first day of the following month."""
    return (month + timedelta(days=32)).replace(day=1)


def _unusual(audit: Audit, request: HttpRequest) -> Sequence[Any]:
    return audit.unusual(day_of(request).on)


def _volume(audit: Audit, row: Any) -> dict[str, Any]:
    reasons = [_("more than the own weeks before")] if row.by_own else []
    reasons += [_("more than others in the office")] if row.by_office else []
    return {
        "person": row.person, "looks": row.looks, "own": f"{row.own:g}",
        "office": "" if row.office is None else f"{row.office:g}", "reason": "; ".join(map(str, reasons)),
    }  # fmt: skip


def _without(audit: Audit, request: HttpRequest) -> Sequence[Any]:
    month = month_of(request)
    return audit.without_case((start_of(month), start_of(next_month(month))))  # type: ignore[no-any-return]


def _alone(audit: Audit, row: Any) -> dict[str, Any]:
    return {
        "person": row["reader"], "at": row["moment"], "done": DOINGS.get(row["page"], row["page"]),
        "reason": why(row["purpose"], row["page"], None), "people": row["people"],
    }  # fmt: skip


def _searches(audit: Audit, request: HttpRequest) -> Sequence[Any]:
    after = next_month(month_of(request))
    return audit.searches((start_of(after - YEAR), start_of(after)))


def _searched(audit: Audit, row: Any) -> dict[str, Any]:
    return {"person": row.person, "month": row.month, "searches": row.searches, "people": row.people}


def _hours(audit: Audit, request: HttpRequest) -> Sequence[Any]:
    month = month_of(request)
    return audit.hours(month, (next_month(month) - month).days)


def _worked(audit: Audit, row: Any) -> dict[str, Any]:
    return {"person": row.person, "looks": row.looks, "outside": row.outside, "away": row.away}


WHO: tuple[str, Label] = ("person", _("Official"))
TABS = {
    tab.slug: tab
    for tab in (
        Tab(
            "unusual", _("Unusual volume"),
            format_lazy(
                _("A week stands out when an official had at least {least} looks, and more than {times} "
                  "times the median of either the own {weeks} weeks before, or the same week of the others in the "
                  "office (where there are at least {others}). It proves nothing: it says whom to ask. Auditors "
                  "are not judged here: each of their looks counts all whom a list shows."),
                least=LEAST, times=TIMES, weeks=WEEKS, others=COLLEAGUES,
            ),
            policy["commitments.3"],
            (WHO, ("looks", _("Looks of the week")), ("own", _("Own median")), ("office", _("Median of the office")),
             ("reason", _("Why it stands out"))), _unusual, _volume, monthly=False,
        ),
        Tab(
            "without-case", _("Without a case"),
            _("Whoever looks somebody up outside of a case states a purpose; the person found reads it too."),
            policy["commitments.2"],
            (("at", _("When")), WHO, ("done", _("What was done")), ("reason", _("Why")), ("people", _("People shown"))),
            _without, _alone,
        ),
        Tab(
            "searches", _("Searches for people"),
            _("How often each official searched for people by name, month by month, for a year back; a search that "
              "found nobody shows nothing of anybody and is not counted."),
            policy["commitments.2"],
            (("month", _("Month")), WHO, ("searches", _("Searches")), ("people", _("People found"))),
            _searches, _searched,
        ),
        Tab(
            "hours", _("Hours and absences"),
            format_lazy(
                _("Looks before {opens}, after {closes} and on days off, and looks on days on which the official was "
                  "marked absent and a stand-in could act."),
                opens=f"{OPENS:%H:%M}", closes=f"{CLOSES:%H:%M}",
            ),
            policy["commitments.5"],
            (WHO, ("looks", _("Looks of the month")), ("outside", _("Outside of hours")),
             ("away", _("While marked absent"))),
            _hours, _worked,
        ),
    )
}  # fmt: skip


def people_of(rows: Sequence[dict[str, Any]]) -> set[UUID]:
    """Return whose looks the rows tell of."""
    return {each["person"] for each in rows}
