"""Measuring: each quarter that is over, once by the machine; again whenever somebody asks, kept only if it differs."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid5

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.periods import last_day_of_quarter
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.outbox import routinely
from dienests.kernel.indicators.declaration import Indicator, declared
from dienests.kernel.indicators.facts import Fact, digest
from dienests.kernel.indicators.measurement import Measurement
from dienests.kernel.indicators.numbers import IndicatorRefusal, number
from dienests.kernel.log.streams import SYSTEM, ActorRef, Stream, append
from dienests.kernel.parties.institution import Institution

__all__ = [
    "IndicatorRefusal",
    "enter",
    "facts_of",
    "measure",
    "quarter_of",
    "run",
    "stream_of",
]

MOST_BACK = 8  # quarters
DAY = timedelta(days=1)


class MeasuredMeanwhile(IndicatorRefusal):
    """Another process kept a value of the same quarter at the same moment."""


def register() -> None:
    """Let whoever looks after effects measure what is over too."""
    routinely(run)


def stream_of(institution: Institution, indicator: Indicator) -> Stream:
    """Return the stream that tells the values and targets of an indicator in one institution."""
    return Stream(kind="indicator", id=uuid5(institution.stream, f"indicator:{indicator.slug}"))


def quarter_of(day: date) -> tuple[date, date]:
    """Return the first day of the quarter that holds the day, and the first day after it."""
    last = last_day_of_quarter(day)
    return date(last.year, last.month - 2, 1), last + DAY


def run(at: datetime) -> int:
    """Measure every quarter that is over and was never measured; return how many were."""
    last: dict[tuple[int, str], date] = {
        (institution, indicator): ends
        for institution, indicator, ends in Measurement.objects.values_list("institution", "indicator").annotate(
            Max("ends")
        )
    }
    made = 0
    for institution in Institution.objects.all():
        for indicator in declared():
            if not indicator.entered:
                for begins in _missing(institution, last.get((institution.pk, indicator.slug)), local_date(at)):
                    with suppress(MeasuredMeanwhile):  # another process looks after the same quarter
                        made += measure(institution=institution, indicator=indicator, begins=begins, at=at) is not None
    return made


def facts_of(indicator: Indicator, institution: int, begins: date, ends: date) -> list[Fact]:
    """Return the facts of a period as they are now."""
    assert not isinstance(indicator.source, str)
    return list(indicator.source(institution, begins, ends))


def measure(
    *, institution: Institution, indicator: Indicator, begins: date, at: datetime, by: ActorRef = SYSTEM
) -> Measurement | None:
    """Measure the quarter that begins on a day; None where the facts are the ones measured last."""
    begins, ends = quarter_of(begins)
    if indicator.entered:
        raise IndicatorRefusal(_("No event tells this value: its office enters it with the document."))
    if local_date(at) < ends:
        raise IndicatorRefusal(_("The quarter is not over yet: measure it when it is."))
    facts = facts_of(indicator, institution.pk, begins, ends)
    stamp, value = digest(facts), indicator.reckoned(facts)
    last = _of(institution, indicator, begins)
    if last is not None and last.facts == stamp:
        return None
    given = {"value": value, "of": len(facts), "facts": stamp}
    return _keep(institution, indicator, begins, ends, given, last, by=by, at=at)


def enter(
    *, institution: Institution, indicator: Indicator, begins: date, value: str, words: str, actor: Actor, at: datetime
) -> Measurement:
    """Enter the value of a quarter from a document; only the office that the declaration names."""
    begins, ends = quarter_of(begins)
    held = actor.holds(indicator.office, institution.pk) if indicator.entered else None
    if held is None:
        raise IndicatorRefusal(_("Only the office that this indicator names enters its value; ask its holder."))
    if local_date(at) < ends:
        raise IndicatorRefusal(_("The quarter is not over yet: enter its value when it is."))
    if not words.strip():
        raise IndicatorRefusal(_("The document is missing: name the one that tells this value."))
    given = {"value": number(value), "words": words.strip()}
    last = _of(institution, indicator, begins)
    return _keep(institution, indicator, begins, ends, given, last, by=ActorRef(mandate=held.mandate), at=at)


def _missing(institution: Institution, ends: date | None, on: date) -> Iterator[date]:
    """Yield the first days of the quarters that are over and come after the last measured one."""
    begins, _after = quarter_of(on)
    first = quarter_of(institution.founded_on)[0] if ends is None else ends
    found: list[date] = []
    while len(found) < MOST_BACK and (begins := quarter_of(begins - DAY)[0]) >= first:
        found.append(begins)
    yield from reversed(found)


def _of(institution: Institution, indicator: Indicator, begins: date) -> Measurement | None:
    found = Measurement.objects.filter(institution=institution, indicator=indicator.slug, begins=begins)
    return found.order_by("-position").first()


def _keep(
    institution: Institution, indicator: Indicator, begins: date, ends: date, given: dict[str, Any],
    last: Measurement | None, *, by: ActorRef, at: datetime,
) -> Measurement:  # fmt: skip
    made = Measurement(
        institution=institution, indicator=indicator.slug, begins=begins, ends=ends,
        position=last.position + 1 if last else 1, measured_at=at, measured_by=by.mandate, **given,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            payload = {
                **given,
                "value": None if made.value is None else str(made.value),
                "begins": begins,
                "ends": ends,
            }
            append(stream=stream_of(institution, indicator), act="measured", at=at, actor=by, payload=payload)
    except IntegrityError:
        raise MeasuredMeanwhile(_("Somebody else measured it at the same moment; look again.")) from None
    return made
