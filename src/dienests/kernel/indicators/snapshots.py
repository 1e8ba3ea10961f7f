"""Taking the snapshot of each year that is over: once, and once more whenever a quarter of it was corrected."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Max
from django.db.models.functions import ExtractYear

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.outbox import routinely
from dienests.kernel.indicators.declaration import Indicator, declared
from dienests.kernel.indicators.facts import Fact, digest, parts
from dienests.kernel.indicators.measurement import Measurement, Target
from dienests.kernel.indicators.measuring import facts_of, stream_of
from dienests.kernel.indicators.snapshot import Snapshot
from dienests.kernel.log.streams import append
from dienests.kernel.parties.institution import Institution

__all__ = ["run", "take"]

MOST_BACK = 2  # years: as far back as quarters are measured
Key = tuple[int, str, int]  # institution, indicator, year


def register() -> None:
    """Let whoever looks after effects keep the years that are over too."""
    routinely(run)


def run(at: datetime) -> int:
    """Take every snapshot that is due and return how many were; run again it takes none."""
    measured, kept, made = _measured(date(local_date(at).year, 1, 1)), _kept(), 0
    for institution in Institution.objects.all():
        for indicator in declared():
            for year in _years(institution, indicator, measured, local_date(at)):
                key = (institution.pk, indicator.slug, year)
                if kept.get(key) != measured.get(key, 0):
                    with suppress(IntegrityError):  # another process keeps the same year
                        made += take(institution=institution, indicator=indicator, year=year, at=at) is not None
    return made


@transaction.atomic
def take(*, institution: Institution, indicator: Indicator, year: int, at: datetime) -> Snapshot | None:
    """Keep a year as it stands, in the table and in the log; None where nothing was measured since the last time.

    Raises IntegrityError when another process keeps it at the same moment.
    """
    begins, ends = date(year, 1, 1), date(year + 1, 1, 1)
    assert local_date(at) >= ends, "a year that is not over has no snapshot"
    own = {"institution": institution, "indicator": indicator.slug}
    rows = list(Measurement.objects.filter(**own, begins__gte=begins, begins__lt=ends).order_by("begins", "position"))
    taken = list(Snapshot.objects.filter(**own, year=year).order_by("position"))
    if taken and taken[-1].behind == len(rows):
        return None
    aimed = next((each.value for each in Target.objects.filter(**own) if each.aims_at(ends)), None)
    given = _entered(rows) if indicator.entered else _counted(indicator, institution, begins, ends)
    said = given | {"year": year, "target": aimed, "definition": indicator.digest(), "behind": len(rows)}
    named = {"indicator": indicator.slug, "institution": institution.slug, "position": len(taken) + 1}
    named |= {"first": taken[0].event if taken else None}
    event = append(stream=stream_of(institution, indicator), act="year-kept", at=at, payload=said | named)
    return Snapshot.objects.create(
        **own, **said, position=len(taken) + 1, first=taken[0] if taken else None, taken_at=at, event=event.pk
    )


def _counted(indicator: Indicator, institution: Institution, begins: date, ends: date) -> dict[str, Any]:
    facts: Sequence[Fact] = facts_of(indicator, institution.pk, begins, ends)
    numerator, denominator = parts(indicator.reckoned, facts)
    return {
        "value": indicator.reckoned(facts), "numerator": numerator, "denominator": denominator,
        "cases": len({each.case for each in facts}), "facts": digest(facts),
    }  # fmt: skip


def _entered(rows: Sequence[Measurement]) -> dict[str, Any]:
    """Return the value entered for the last quarter of the year that has one, in its last wording."""
    last = rows[-1] if rows else None
    return {"value": last.value if last else None, "words": last.words if last else ""}


def _measured(before: date) -> dict[Key, int]:
    """Return how many measurements each year holds that was over on a day."""
    found = Measurement.objects.filter(begins__lt=before).annotate(year=ExtractYear("begins"))
    counted = found.values_list("institution", "indicator", "year").annotate(n=Count("pk"))
    return {(institution, indicator, year): n for institution, indicator, year, n in counted}


def _kept() -> dict[Key, int]:
    """Return how many measurements were behind the last snapshot of each year: none is ever taken away again."""
    found = Snapshot.objects.values_list("institution", "indicator", "year").annotate(n=Max("behind"))
    return {(institution, indicator, year): n for institution, indicator, year, n in found}


def _years(institution: Institution, indicator: Indicator, measured: dict[Key, int], on: date) -> Iterator[int]:
    """Yield the years that are over: those measured; of what an office enters also the last ones, entered or not."""
    first = max(institution.founded_on.year, on.year - MOST_BACK) if indicator.entered else on.year
    years = {year for pk, slug, year in measured if (pk, slug) == (institution.pk, indicator.slug)}
    yield from sorted(years | set(range(first, on.year)))
