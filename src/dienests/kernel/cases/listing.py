"""Lists of cases in order: each branch of the sight gives its first rows along an index, then they are merged.

A list of 50 costs the same for somebody who sees a hundred thousand cases as for somebody who sees sixty.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases import exclusion
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.inbox import party_turn, serving
from dienests.kernel.cases.narrowing import EVERYTHING, Narrowing
from dienests.kernel.cases.participant import Participant
from dienests.kernel.cases.sight import Sql, as_participant, by_office
from dienests.kernel.cases.statements import columns

MOST = 1000  # a longer list is narrowed, not read to its end
# The cases about the reader are selected once for all branches, each of which leaves them out.
ABOUT = "about"
NOT_ABOUT = f" AND c.id NOT IN (SELECT a.case_id FROM {ABOUT} a)"
NEWEST = "{0}.opened_at DESC, {0}.id DESC"
# What lists show of a case; the rest is fetched should somebody ask for it.
LISTED = (
    "id", "institution_id", "unit_id", "procedure", "version", "number", "stage", "turn", "sight", "due", "provisional",
    "revision", "opener_id", "opened_at", "closed_at",
)  # fmt: skip
SOONEST = "{0}.due IS NULL, {0}.due, {0}.opened_at, {0}.id"


class Listing:
    """An ordered list of cases that counts itself up to MOST and is cut like a sequence, as a paginator wants it."""

    def __init__(self, branches: Iterable[Sql], order: str, *, about: Sql) -> None:
        self.branches, self.order, self.about = list(branches), order, about
        self._count: int | None = None
        self._looked: tuple[int, int, list[Case]] = (0, 0, [])

    def count(self) -> int:
        """Return how many cases there are, at most MOST."""
        if self._count is None:
            sql, values = self._merged(MOST)
            with connection.cursor() as cursor:
                cursor.execute(f"WITH {ABOUT} AS ({self.about[0]}) SELECT COUNT(*) FROM ({sql}) v", values)
                self._count = min(int(cursor.fetchone()[0]), MOST)
        return self._count

    __len__ = count

    def look(self, start: int, stop: int) -> None:
        """Fetch a part and the count along with it, in one query instead of two; what lies beyond MOST is not read."""
        sql, values = self._merged(MOST)
        # A count of its own beside each row: the merged keys are made once and used twice.
        found = self._read(f", v AS ({sql})", "v", values, start, min(stop, MOST), ", (SELECT COUNT(*) FROM v)")
        if found:
            self._count = min(int(found[0][1]), MOST)
            self._looked = start, stop, [case for case, _count in found]

    def __getitem__(self, part: slice) -> list[Case]:
        start, stop = part.start or 0, part.stop if part.stop is not None else MOST
        first, end, looked = self._looked
        if looked and first == start and stop <= end:
            return looked[: stop - start]
        sql, values = self._merged(stop)
        return [case for case, _rest in self._read("", f"({sql})", values, start, stop)]

    def _read(
        self, before: str, keys: str, values: list[Any], start: int, stop: int, besides: str = ", NULL"
    ) -> list[tuple[Case, Any]]:
        cases = columns(Case, LISTED)
        # The few rows of the list come first, and each looks up its case.
        whole = (
            f"WITH {ABOUT} AS ({self.about[0]}){before} SELECT {cases.listed('c')}{besides} "
            f"FROM (SELECT u.id FROM {keys} u ORDER BY {self.order.format('u')} LIMIT %s OFFSET %s) k "
            f"CROSS JOIN {cases.table} c WHERE c.id = k.id ORDER BY {self.order.format('c')}"
        )
        with connection.cursor() as cursor:
            cursor.execute(whole, [*values, max(stop - start, 0), start])
            return [(cases.read(row[:-1]), row[-1]) for row in cursor.fetchall()]

    def _merged(self, most: int) -> Sql:
        if not self.branches:
            return f"SELECT * FROM {columns(Case).table} WHERE 1 = 0", self.about[1]
        parts = " UNION ".join(
            f"SELECT * FROM ({sql} LIMIT %s) b{at}" for at, (sql, _values) in enumerate(self.branches)
        )
        values = [value for _sql, given in self.branches for value in (*given, most)]
        return parts, [*self.about[1], *values]


def everything(actor: Actor, *, number: str = "", narrowing: Narrowing = EVERYTHING) -> Listing:
    """Return all cases that a person sees, newest first; `number` keeps those whose number contains it."""
    cases, participants = columns(Case).table, columns(Participant).table
    like, named = _like(number)
    narrower, given = narrowing.sql()
    like, named = like + narrower, [*named, *given]
    mine, person = as_participant(actor)
    head, tail = f"SELECT c.id, c.opened_at FROM {cases} c", "ORDER BY c.opened_at DESC, c.id DESC"
    branches: list[Sql] = [
        (
            f"{head} INNER JOIN {participants} p ON p.case_id = c.id WHERE {mine}{NOT_ABOUT}{like} {tail}",
            [*person, *named],
        )
    ]
    for where, values in by_office(actor):
        branches.append((f"{head} WHERE {where}{NOT_ABOUT}{like} {tail}", [*values, *named]))
    for sql, values in exclusion.in_place(actor):
        branches.append((f"{head} WHERE c.id IN ({sql}){NOT_ABOUT}{like} {tail}", [*values, *named]))
    return Listing(branches, NEWEST, about=exclusion.selection(actor))


def waiting(actor: Actor, *, number: str = "", only: Sql = ("", [])) -> Listing:
    """Return the open cases that wait for a person, the earliest due day first, those without one last.

    `only` narrows the list by a further condition (" AND ...") on a case `c`.
    """
    like, named = _like(number)
    branches: list[Sql] = []
    for where, values in _turns(actor):
        branches += _by_due(f"{where} AND c.closed_at IS NULL{NOT_ABOUT}{like}{only[0]}", [*values, *named, *only[1]])
    return Listing(branches, SOONEST, about=exclusion.selection(actor))


def _turns(actor: Actor) -> Iterable[Sql]:
    for institution, unit, office in sorted(serving(actor), key=str):
        where, values = "c.institution_id = %s AND c.turn = %s", [institution, office]
        yield (where, values) if unit is None else (where + " AND c.unit_id = %s", [*values, unit])
    yield party_turn(actor.person)
    for sql, given in exclusion.in_place(actor, turn=True):
        yield f"c.id IN ({sql})", given


def _by_due(where: str, values: list[Any]) -> list[Sql]:
    """Return two branches, one with and one without a due day: each runs along the index of the inbox."""
    head = f"SELECT c.id, c.due, c.opened_at, {{}} AS no_due FROM {columns(Case).table} c WHERE {where}"
    return [
        (f"{head.format(0)} AND c.due IS NOT NULL ORDER BY c.due, c.opened_at, c.id", values),
        (f"{head.format(1)} AND c.due IS NULL ORDER BY c.opened_at, c.id", values),
    ]


def _like(number: str) -> Sql:
    if not number:
        return "", []
    escaped = number.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return " AND UPPER(c.number) LIKE UPPER(%s) ESCAPE '\\'", [f"%{escaped}%"]
