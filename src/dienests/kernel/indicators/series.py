"""The values of an indicator by quarter as a reader may see them, each beside its target."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dienests.kernel.access.actor import Actor
from dienests.kernel.indicators.declaration import Direction, Indicator
from dienests.kernel.indicators.facts import share_of
from dienests.kernel.indicators.measurement import Measurement, Target
from dienests.kernel.indicators.states import is_known

__all__ = ["FEWEST", "Point", "all_series", "series", "tells_few"]

FEWEST = 5  # the public sees no smaller count and no value made of fewer events


@dataclass(frozen=True, slots=True)
class Point:
    """One quarter: the value kept last, how often it was measured, the target in force on its last day.

    `hidden` says that the reader may not see the value, since fewer than five events are behind it.
    """

    begins: date
    ends: date
    value: Decimal | None
    of: int | None
    target: Decimal | None
    hidden: bool
    measurement: Measurement
    times: int
    direction: Direction

    @property
    def quarter(self) -> int:
        """The number of the quarter, 1 to 4."""
        return (self.begins.month + 2) // 3

    @property
    def reached(self) -> bool | None:
        """Say whether the target is reached; None without one or without a value."""
        if self.value is None or self.target is None:
            return None
        return self.value >= self.target if self.direction is Direction.UP else self.value <= self.target


def series(indicator: Indicator, institution: int, *, reader: Actor | None) -> list[Point]:
    """Return the quarters of one indicator, oldest first; two queries."""
    return all_series([indicator], institution, reader=reader)[indicator.slug]


def all_series(indicators: Sequence[Indicator], institution: int, *, reader: Actor | None) -> dict[str, list[Point]]:
    """Return the quarters of several indicators by slug; two queries, whatever their number."""
    slugs = [each.slug for each in indicators]
    kept = Measurement.objects.filter(institution=institution, indicator__in=slugs).order_by("begins", "position")
    aimed = list(Target.objects.filter(institution=institution, indicator__in=slugs))
    found: dict[str, dict[date, Measurement]] = {slug: {} for slug in slugs}
    for each in kept:
        found[each.indicator][each.begins] = each
    # What a reader may know by an office ends with the institution of that office.
    own = reader if reader is not None and reader.institution == institution else None
    return {
        each.slug: [_point(each, row, aimed, is_known(each, own)) for row in found[each.slug].values()]
        for each in indicators
    }


def _point(indicator: Indicator, row: Measurement, aimed: Iterable[Target], known: bool) -> Point:
    guarded = not known and not indicator.entered
    hidden = guarded and row.of < FEWEST
    few = hidden or (guarded and _few(indicator, row))
    target = next((each.value for each in aimed if each.indicator == row.indicator and each.aims_at(row.ends)), None)
    return Point(
        row.begins, row.ends, None if hidden else row.value, None if few else row.of, target, hidden, row,
        row.position, indicator.direction,
    )  # fmt: skip


def _few(indicator: Indicator, row: Measurement) -> bool:
    """Say whether the value of a share and the number behind it would together tell a part below five."""
    if indicator.reckoned is not share_of or row.value is None:
        return False
    return tells_few(round(row.value * row.of / 100), row.of)


def tells_few(part: int, whole: int) -> bool:
    """Say whether a part below five that is not empty could be read from a share: those with it, or those without."""
    return any(0 < each < FEWEST for each in (part, whole - part))
