"""The years of an indicator as a reader may see them: each snapshot, the first and those that correct it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dienests.kernel.access.actor import Actor
from dienests.kernel.indicators.declaration import Indicator
from dienests.kernel.indicators.measurement import Measurement
from dienests.kernel.indicators.series import FEWEST, tells_few
from dienests.kernel.indicators.snapshot import Snapshot
from dienests.kernel.indicators.states import is_known

__all__ = ["COUNTS", "Year", "years"]

COUNTS = ("numerator", "denominator", "cases")


@dataclass(frozen=True, slots=True)
class Year:
    """One snapshot; `hidden` keeps back the value and the counts, `few` the counts alone.

    `corrects` is the snapshot that was taken first, None where this one is it; `same` says whether the declaration
    still says what it said then.
    """

    snapshot: Snapshot
    corrects: Snapshot | None
    hidden: bool
    few: bool
    same: bool

    @property
    def value(self) -> Decimal | None:
        """The value, as far as the reader may see it."""
        return None if self.hidden else self.snapshot.value

    @property
    def counts(self) -> dict[str, int | None]:
        """Numerator, denominator and number of cases; None where there is none, or where the reader may not see it."""
        return {name: None if self.few else getattr(self.snapshot, name) for name in COUNTS}


def years(indicator: Indicator, institution: int, *, reader: Actor | None) -> list[Year]:
    """Return the snapshots of an indicator, the newest year first, in a year the first one first; two queries."""
    own = {"institution": institution, "indicator": indicator.slug}
    taken = list(Snapshot.objects.filter(**own).order_by("-year", "position"))
    # What a reader may know by an office ends with the institution of that office.
    known = is_known(indicator, reader if reader is not None and reader.institution == institution else None)
    open_to_all = known or indicator.entered
    quarters = [] if open_to_all or not taken else _last_of_quarters(own)
    first = {each.pk: each for each in taken if each.first_id is None}
    digest = indicator.digest() if taken else ""
    return [
        _year(
            each,
            first[each.first_id] if each.first_id else None,
            not open_to_all,
            quarters,
            same=each.definition == digest,
        )
        for each in taken
    ]


def _year(row: Snapshot, first: Snapshot | None, guarded: bool, quarters: Sequence[Measurement], *, same: bool) -> Year:
    hidden = guarded and _betrays(row, [each for each in quarters if each.begins.year == row.year])
    return Year(row, first, hidden, hidden or (guarded and _few(row)), same)


def _last_of_quarters(own: dict[str, Any]) -> list[Measurement]:
    rows = Measurement.objects.filter(**own).order_by("begins", "position")
    return list({each.begins: each for each in rows}.values())


def _betrays(row: Snapshot, quarters: Iterable[Measurement]) -> bool:
    """Say whether the year shows a count below five: its own, or that of a hidden quarter by taking away the others."""
    if row.denominator < FEWEST:
        return True
    shown = [each.of for each in quarters if each.of >= FEWEST]
    hidden = sum(1 for each in quarters if each.of < FEWEST)
    left = row.denominator - sum(shown)
    # So few are left that they are known, or so many that every hidden quarter must hold the most it can.
    return hidden > 0 and not FEWEST <= left < hidden * (FEWEST - 1)


def _few(row: Snapshot) -> bool:
    """Say whether a share has a part below five that is not empty."""
    if row.numerator is None:
        return row.cases < FEWEST
    return tells_few(row.numerator, row.denominator) or row.cases < FEWEST
