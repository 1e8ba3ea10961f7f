"""Booking: a case that has changed takes its old share out of the sums and puts its new one in, in one transaction.

An act books nothing: it moves the revision of its case beyond `booked`, and an index holds just those cases. Readers
add their shares to the sums themselves (`tally`), so that a count never waits for the books.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.db.models import F

from dienests.kernel.account.memory import Memory
from dienests.kernel.account.share import Share, Shared, packed, shares, unpacked
from dienests.kernel.account.sum import Sum, quarter_of
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.statements import columns

AT_ONCE = 200  # cases in one transaction
ROWS = 1000  # sums in one statement
KEY = ("period", "institution_id", "version", "kind", "name", "detail")
Row = tuple[int, int, str, str, str, str]  # in the order of KEY


def book() -> int:
    """Book every case that has changed; return how many there were."""
    done = 0
    while batch := book_some():
        done += batch
    return done


@transaction.atomic
def book_some() -> int:
    """Book some of the cases that have changed, save those that are being acted on; return how many there were."""
    found = Case.objects.filter(booked__lt=F("revision"))[:AT_ONCE]
    cases = list(found.select_for_update(skip_locked=True, no_key=True))  # SQLite has one writer at a time anyway
    if cases:
        _book(cases)
    return len(cases)


def book_at_once() -> bool:
    """Book some cases unless somebody else writes at this moment; say whether there were any."""
    if connection.in_atomic_block:
        return False
    try:
        with _never_waiting():
            return book_some() > 0
    except OperationalError:
        return False


def begin_anew() -> None:
    """Throw the books away: every case then counts as changed, and the counts are right all the while."""
    with transaction.atomic():
        Sum.objects.all().delete()
        Share.objects.all().delete()
        Case.objects.filter(booked__gt=0).update(booked=0)


def _book(cases: Sequence[Case]) -> None:
    new, ids = shares(cases), [case.pk for case in cases]
    change: Counter[Row] = Counter()
    for case in cases:
        for row, n in rows_of(case.institution_id, new[case.pk]):
            change[row] += n
    for old in Share.objects.filter(pk__in=ids):
        for row, n in rows_of(old.institution_id, unpacked(old.parts)):
            change[row] -= n
    _write({row: n for row, n in change.items() if n})
    Share.objects.bulk_create(
        [Share(case=case, institution_id=case.institution_id, parts=packed(new[case.pk])) for case in cases],
        update_conflicts=True, unique_fields=["case"], update_fields=["institution", "parts"],
    )  # fmt: skip
    Case.objects.filter(pk__in=ids).update(booked=F("revision"))


def rows_of(institution: int, share: Shared) -> Iterator[tuple[Row, int]]:
    """Yield what a share adds to the sums: each part once to its day and once to its quarter."""
    for part, n in share.items():
        for period in (quarter_of(part.day), part.day.toordinal()):
            yield (period, institution, *part[:-1]), n


def _write(change: dict[Row, int]) -> None:
    """Add to the sums; in the order of their keys, so that two who book wait for each other instead of for ever."""
    table, names, rows = columns(Sum).table, ", ".join(KEY), sorted(change.items())
    for begin in range(0, len(rows), ROWS):
        some = rows[begin : begin + ROWS]
        marks = ", ".join([f"({', '.join(['%s'] * (len(KEY) + 1))})"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({names}, n) VALUES {marks} "
                f"ON CONFLICT ({names}) DO UPDATE SET n = {table}.n + excluded.n",
                [value for row, n in some for value in (*row, n)],
            )


@contextmanager
def _never_waiting() -> Iterator[None]:
    """Fail with OperationalError instead of waiting for a lock."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '20ms'")
            yield
        return
    patience = int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")


class Changed(NamedTuple):
    """A case that is not booked yet, its revision, and what of it the sums hold."""

    case: UUID
    revision: int
    held: Shared


def changes(pending: Sequence[Changed]) -> Shared:
    """Return what cases that are not booked yet add to the sums; told once for each revision."""
    if not pending:
        return Counter()
    key = frozenset((each.case, each.revision) for each in pending)
    found = _told.get(key, mark=lambda: None, count=lambda: _told_now([each.case for each in pending])).copy()
    for each in pending:
        found.subtract(each.held)
    return found


def _told_now(cases: Sequence[UUID]) -> Shared:
    found: Shared = Counter()
    for new in shares(list(Case.objects.filter(pk__in=cases))).values():
        found.update(new)
    return found


_told: Memory[Shared] = Memory(kept=16)
