"""Duties and indicators on the page of a paragraph: what is owed, done, overdue; the last value and its target."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dienests.kernel.access.actor import Actor
from dienests.kernel.duties.occurrence import Occurrence
from dienests.kernel.duties.states import owed_under
from dienests.kernel.duties.year import entries
from dienests.kernel.indicators.series import all_series
from dienests.kernel.indicators.states import measured_under
from dienests.kernel.parties.institution import Institution
from dienests.site.pages.duty_words import described

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Owed:
    """What one institution owes under a paragraph, and how far it has come."""

    institution: Institution
    duties: list[dict[str, Any]]
    indicators: list[dict[str, Any]]


def owed(act: str, address: str, *, on: date, reader: Actor | None) -> Owed | None:
    """Return duties and indicators of a paragraph in the reader's institution, or in the first; None without any."""
    duties, indicators = owed_under(act, address), measured_under(act, address)
    if not duties and not indicators:
        return None
    institutions = Institution.objects.order_by("pk")
    if reader is not None and reader.institution is not None:
        institutions = institutions.filter(pk=reader.institution)
    here = institutions.first()
    if here is None:
        return None
    found = Occurrence.objects.filter(institution=here, duty__in=[each.slug for each in duties], begins__lte=on)
    lines = entries(found.order_by("-begins")[: SHOWN * len(duties)] if duties else (), on=on, reader=reader)
    points = all_series(indicators, here.pk, reader=reader) if indicators else {}
    return Owed(
        here,
        [{"duty": each, "entries": [described(e) for e in lines.get(each.slug, ())[::-1][:SHOWN]]} for each in duties],
        [{"indicator": each, "last": _last(points[each.slug], on)} for each in indicators],
    )


def _last(points: list[Any], on: date) -> Any:
    """Return the last value of a quarter that was over on the day."""
    return next((each for each in reversed(points) if each.ends <= on), None)
