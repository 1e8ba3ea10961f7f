"""Spreading lists of people into read events, one for each person: before anybody reads them, and by the worker."""

from typing import Any

from django.db import connection, models, transaction

from dienests.kernel.access.read_list import ReadList, unpacked
from dienests.kernel.access.read_rows import AT_ONCE, Row, statement
from dienests.kernel.tables.columns import columns

TOGETHER = 200  # lists in one transaction, so that a page which writes never waits long


def spread(events: type[models.Model]) -> int:
    """Write the read events of every list that waits and return how many; each list is spread once and then removed.

    One small query when none waits. Two that spread at once wait for each other.
    """
    written = 0
    while _waits():
        written += _some(events)
    return written


def _waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {columns(ReadList).table} LIMIT 1")
        return cursor.fetchone() is not None


@transaction.atomic
def _some(events: type[models.Model]) -> int:
    written = 0
    lists = list(ReadList.objects.select_for_update().order_by("id")[:TOGETHER])
    with connection.cursor() as cursor:
        for each in lists:
            pairs = unpacked(bytes(each.pairs))
            for first in range(0, len(pairs), AT_ONCE):
                rows = [_row(each, *pair) for pair in pairs[first : first + AT_ONCE]]
                cursor.execute(*statement(columns(events), rows))
            written += len(pairs)
    ReadList.objects.filter(pk__in=[each.pk for each in lists]).delete()
    return written


def _row(of: ReadList, person: Any, case: Any) -> Row:
    return Row(of.at, of.reader, of.mandate, person, case, None, of.purpose, of.categories, of.page)
