"""The tally of a day: how often each act was done, where cases stand, which terms run, are late, were kept.

It is read from the sums of what is booked, and from the shares of the few cases that changed since (`booking`).
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count as counter
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from dienests.kernel.account.booking import Changed, book_at_once, changes
from dienests.kernel.account.memory import Memory
from dienests.kernel.account.share import Share, Shared, unpacked
from dienests.kernel.account.sum import Kind, Sum, first_day, quarter_of
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.statements import columns
from dienests.kernel.log.events import Event
from dienests.kernel.norms.parameter import Parameter
from dienests.kernel.procedures.registry import find
from dienests.kernel.procedures.running_terms import choices_read

Key = tuple[str, int]  # slug, version
Options = tuple[str, ...]  # the options of the choices that conditions look at, in their order
Spans = Counter[tuple[int, int | None]]  # by quarter and days (None: nothing went before)
QUARTERS = 8  # two years: so far back spans are told, and the quarter of the day besides
FEW = 20  # so many changed cases are added on the way; more are booked first
PARAMETER = "parameter"
TIMED = (Kind.ACT.value, Kind.LEFT.value)


@dataclass(frozen=True, slots=True)
class Terms:
    """The runs of one term: open, open and past due, stopped in time, stopped late."""

    open: int = 0
    late: int = 0
    kept: int = 0
    kept_late: int = 0


@dataclass(slots=True)
class Tally:
    """What stands on one day; every map is by slug and version of a procedure and the name of an item.

    `acts` counts from the beginning of the log, `spans` the acts of the last two years by the days since their stage
    began, `left` the stages that were left then by the days spent in them.
    """

    acts: Counter[tuple[Key, str]] = field(default_factory=Counter)
    spans: dict[tuple[Key, str], Spans] = field(default_factory=lambda: defaultdict(Counter))
    left: dict[tuple[Key, str], Spans] = field(default_factory=lambda: defaultdict(Counter))
    standing: dict[tuple[Key, str], Counter[Options]] = field(default_factory=lambda: defaultdict(Counter))
    terms: dict[tuple[Key, str], Terms] = field(default_factory=dict)
    parameters: frozenset[str] = frozenset()
    serial: int = field(default_factory=counter().__next__)  # tells one count from every other


class Line(NamedTuple):
    """One count; `quarter` is 0 where it does not matter."""

    version: str
    kind: str
    name: str
    detail: str
    quarter: int
    n: int


_memory: Memory[Tally] = Memory(kept=32)


def tally(on: date, *, today: date, institution: int | None = None) -> Tally:
    """Return the tally at the end of a day, of one institution or of all; a day to come is counted as today."""
    day = min(on, today)
    return _memory.get((day, institution), mark=mark, count=lambda: count(day, institution))


def mark() -> Any:
    """Return what changes with every act, every kept term and every parameter, in one query.

    Where clocks differ, the last act is not the last event by its moment; the cases that are not booked tell of it.
    """
    cases = columns(Case).table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT e.leaf FROM {columns(Event).table} e ORDER BY e.at DESC LIMIT 1), "
            f"(SELECT COUNT(*) FROM {columns(Parameter).table}), "
            f"(SELECT SUM(c.revision) FROM {cases} c WHERE c.booked < c.revision)"
        )
        leaf, *rest = cursor.fetchone()
    return leaf and bytes(leaf), *rest


def count(on: date, institution: int | None) -> Tally:
    """Read the sums and the changed cases."""
    lines, changed, parameters = _read(on, institution)
    if len(changed) > FEW and book_at_once():
        lines, changed, parameters = _read(on, institution)
    found = Tally(parameters=parameters)
    for line in (*lines, *lines_of(changes(changed), on)):
        add(found, line)
    return found


def add(found: Tally, line: Line) -> None:
    """Add one line to a tally."""
    slug, _colon, number = line.version.rpartition(":")
    key = ((slug, int(number)), line.name)
    if line.kind in TIMED:
        if line.kind == Kind.ACT:
            found.acts[key] += line.n
        if line.quarter:
            spans = found.spans if line.kind == Kind.ACT else found.left
            spans[key][(line.quarter, int(line.detail) if line.detail else None)] += line.n
    elif line.kind == Kind.STANDS:
        options = json.loads(line.detail)
        found.standing[key][tuple(options.get(name, "") for name in _choices(key[0]))] += line.n
    else:
        runs = found.terms.get(key, Terms())
        found.terms[key] = replace(
            runs, **{name: getattr(runs, name) + sign * line.n for name, sign in MOVES[line.kind]}
        )


MOVES: dict[str, tuple[tuple[str, int], ...]] = {
    Kind.BEGUN: (("open", 1),),
    Kind.FELL_LATE: (("late", 1),),
    Kind.KEPT: (("open", -1), ("kept", 1)),
    Kind.KEPT_LATE: (("open", -1), ("late", -1), ("kept_late", 1)),
}


def _choices(key: Key) -> list[str]:
    try:
        return choices_read(find(*key))
    except LookupError:  # its declaration was taken away
        return []


def _read(on: date, institution: int | None) -> tuple[list[Line], list[Changed], frozenset[str]]:
    """Return the sums up to a day, each case that is not booked with what of it the sums hold, and what is set.

    All come by one statement, so that no booking falls between them.
    """
    quarter, sums, cases, held = quarter_of(on), columns(Sum).table, columns(Case).table, columns(Share)
    parameters = columns(Parameter)
    day = parameters.value("valid_from", on)
    # "+ 0": an index of the institution is never the way to few periods, or to the few changed cases.
    own, given = ("", []) if institution is None else (" AND {}.institution_id + 0 = %s", [institution])
    parts = (
        f"SELECT version, kind, name, detail, n, period AS quarter FROM {sums} s "
        f"WHERE s.period < %s{own.format('s')} UNION ALL "
        f"SELECT version, kind, name, detail, n, CAST(%s AS integer) FROM {sums} d "
        f"WHERE d.period BETWEEN %s AND %s{own.format('d')}"
    )
    days = [quarter, first_day(quarter).toordinal(), on.toordinal()]
    timed = f"kind IN ('{Kind.ACT}', '{Kind.LEFT}')"
    old = f"{timed} AND quarter < {quarter - QUARTERS}"
    sql = (
        f"SELECT version, kind, name, CASE WHEN {old} THEN '' ELSE detail END AS detail, "
        f"CASE WHEN {timed} AND NOT ({old}) THEN quarter ELSE 0 END AS quarter, SUM(n) FROM ({parts}) p "
        "GROUP BY 1, 2, 3, 4, 5 UNION ALL "
        f"SELECT CAST(c.id AS text), '', '', COALESCE(CAST(h.parts AS text), '[]'), c.revision, 0 FROM {cases} c "
        f"LEFT JOIN {held.table} h ON h.case_id = c.id WHERE c.booked < c.revision{own.format('c')} UNION ALL "
        f"SELECT p.slug, '{PARAMETER}', '', '', 0, 0 FROM {parameters.table} p "
        f"WHERE p.valid_from <= %s AND (p.valid_to IS NULL OR p.valid_to > %s){own.format('p')}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [quarter, *given, *days, *given, *given, day, day, *given])
        lines = [Line(*row) for row in cursor.fetchall()]
    changed = [
        Changed(UUID(each.version), each.quarter, unpacked(json.loads(each.detail))) for each in lines if not each.kind
    ]
    known = frozenset(each.version for each in lines if each.kind == PARAMETER)
    return [each for each in lines if each.kind not in ("", PARAMETER)], changed, known


def lines_of(shared: Shared, on: date) -> Iterator[Line]:
    """Yield a share up to a day as lines."""
    oldest = quarter_of(on) - QUARTERS
    for part, n in shared.items():
        if part.day <= on:
            quarter = quarter_of(part.day)
            told = quarter if part.kind in TIMED and quarter >= oldest else 0
            yield Line(part.version, part.kind, part.name, part.detail, told, n)
