"""The audit of the books: every share is told anew, and every sum is added up anew."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from dienests.kernel.account.booking import AT_ONCE, KEY, Row, rows_of
from dienests.kernel.account.share import Share, shares, unpacked
from dienests.kernel.account.sum import Sum
from dienests.kernel.cases.case import Case


def wrong_cases() -> Iterator[UUID]:
    """Yield each booked case whose share is not what its events, terms and record say."""
    ids = Case.objects.filter(booked=F("revision"), revision__gt=0).values_list("pk", flat=True).iterator()
    while batch := list(islice(ids, AT_ONCE)):
        cases = list(Case.objects.filter(pk__in=batch, booked=F("revision")))
        kept = {share.pk: share for share in Share.objects.filter(pk__in=batch)}
        for pk, told in shares(cases).items():
            if pk not in kept or unpacked(kept[pk].parts) != told:
                yield pk


def wrong_sums() -> list[Row]:
    """Return the keys of the sums that are not what the shares add up to."""
    added: Counter[Row] = Counter()
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # nobody books between the shares and the sums
            cursor.execute(f"LOCK TABLE {Sum._meta.db_table} IN SHARE MODE")
        for share in Share.objects.iterator(chunk_size=2000):
            for row, n in rows_of(share.institution_id, unpacked(share.parts)):
                added[row] += n
        added.subtract({tuple(row): n for *row, n in Sum.objects.values_list(*KEY, "n").iterator()})
    return [row for row, n in added.items() if n]
