"""Working days that Latvia's Cabinet moved to a Saturday, year by year, with the order that moved them.

The Labour Law (section 133, paragraph 4) lets the Cabinet turn a day between a holiday and a weekend into a day off
and have a Saturday of the same month worked instead; the order for a year appears by 1 July of the year before.
A year stands here only when its order is known, or when it is known that there was none: the last year of the table
ends what is certain, and terms that reach further are provisional. A new year is added to the table, never guessed.
"""

from dataclasses import dataclass
from datetime import date

__all__ = ["LATVIA_MOVED", "MovedDay"]


@dataclass(frozen=True, slots=True)
class MovedDay:
    """One move: `off` became a day off, the Saturday `worked` a working day, by the act at `source`."""

    off: date
    worked: date
    source: str


def _order(document: int, *moves: tuple[date, date]) -> tuple[MovedDay, ...]:
    """The moves of one Cabinet order, named by its number in the official collection of acts."""
    return tuple(MovedDay(off, worked, f"https://likumi.lv/ta/id/{document}") for off, worked in moves)


LATVIA_MOVED: dict[int, tuple[MovedDay, ...]] = {
    2018: _order(290413, (date(2018, 4, 30), date(2018, 4, 21))),
    # No order was issued for 2019, although days between holidays and weekends existed.
    2019: (),
    2020: _order(308097, (date(2020, 6, 22), date(2020, 6, 13))),
    2021: _order(
        315837,
        (date(2021, 5, 3), date(2021, 5, 8)),
        (date(2021, 6, 25), date(2021, 6, 19)),
        (date(2021, 11, 19), date(2021, 11, 13)),
    ),
    # In 2022 no working day stood between a holiday and a weekend: there was nothing to move.
    2022: (),
    2023: _order(333470, (date(2023, 5, 5), date(2023, 5, 20))),
    2024: _order(342680, (date(2024, 12, 23), date(2024, 12, 14)), (date(2024, 12, 30), date(2024, 12, 28))),
    2025: _order(351684, (date(2025, 5, 2), date(2025, 5, 10)), (date(2025, 11, 17), date(2025, 11, 8))),
    2026: _order(361161, (date(2026, 1, 2), date(2026, 1, 17)), (date(2026, 6, 22), date(2026, 6, 27))),
}
