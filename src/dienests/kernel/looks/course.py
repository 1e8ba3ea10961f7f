"""When a look is told to the person looked at, under delays that change in time: pure, no database, no clock.

Of all values in force while a look waits, the one that tells it first counts: the value on the day of the look decides,
a later one can only tell earlier, a value that ends without another tells at once, and nothing that was told is hidden
again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from dienests.kernel.calendar.zone import local_date, start_of
from dienests.kernel.norms.delay import CASE_CLOSED, latest_shown, shown_on

EVER, NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Spell:
    """One value for begins <= day < ends (None: without end); an empty value delays nothing."""

    begins: date | None
    ends: date | None
    value: str
    basis: str = ""

    @property
    def first(self) -> datetime:
        """The first moment of the spell."""
        return start_of(self.begins) if self.begins else EVER

    @property
    def over(self) -> datetime:
        """The first moment after the spell."""
        return start_of(self.ends) if self.ends else NEVER


@dataclass(frozen=True, slots=True)
class Closings:
    """When a case was closed last (None: it is open), and when it was reopened: up to then it was closed."""

    closed_at: datetime | None
    reopened: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Delayed:
    """That a look was told later: from when (None: the day is not kept), and on which basis."""

    until: datetime | None
    basis: str


class Course:
    """The values of one delay, one after the other without a gap."""

    def __init__(self, spells: Sequence[Spell]) -> None:
        self.spells = tuple(_filled(sorted(spells, key=lambda each: each.first)))

    def hidden_since(self, closings: Closings, *, now: datetime) -> datetime | None:
        """Return the moment from which on looks are not told yet, or None where all are told."""
        told = EVER
        for spell in self.spells:
            if spell.first <= now:
                told = max(told, _told_before(spell, closings, now=now))
        return None if told > now else told

    def delay_of(self, look: datetime, closings: Closings) -> Delayed | None:
        """Return when a look is told and on which basis it waits; None where nothing delays it.

        `until` is NEVER while nobody knows yet.
        """
        told, exact = self._told_from(look, closings)
        if told <= look:
            return None
        basis = next(spell.basis for spell in self.spells if spell.first <= look < spell.over)
        return Delayed(told if exact else None, basis)

    def is_told(self, look: datetime, closings: Closings, *, now: datetime) -> bool:
        """Say whether a look is told at the moment."""
        return self._told_from(look, closings)[0] <= now

    def _told_from(self, look: datetime, closings: Closings) -> tuple[datetime, bool]:
        return min(_told_under(spell, look, closings) for spell in self.spells if spell.over > look)


def _filled(spells: Sequence[Spell]) -> Iterator[Spell]:
    reached: date | None = None
    for place, spell in enumerate(spells):
        if spell.begins is not None and (place == 0 or (reached is not None and reached < spell.begins)):
            yield Spell(reached, spell.begins, "")
        yield spell
        reached = spell.ends
    if not spells or reached is not None:
        yield Spell(reached, None, "")


def _told_before(spell: Spell, closings: Closings, *, now: datetime) -> datetime:
    """Return the moment such that every look before it has been told under this spell by now."""
    if not spell.value:
        return spell.over
    if spell.value != CASE_CLOSED:
        return min(spell.over, start_of(latest_shown(spell.value, local_date(now)) + DAY))
    if closings.closed_at is not None:
        return spell.over
    return min(spell.over, max(closings.reopened, default=EVER))


def _told_under(spell: Spell, look: datetime, closings: Closings) -> tuple[datetime, bool]:
    """Return when a look is told under this value, and whether that moment is known exactly."""
    if not spell.value:
        return max(look, spell.first), True
    if spell.value != CASE_CLOSED:
        return max(look, spell.first, start_of(shown_on(spell.value, local_date(look)))), True
    again = min((each for each in closings.reopened if each > look), default=None)
    if again is not None:
        return max(again, spell.first), False
    return (max(look, spell.first, closings.closed_at), True) if closings.closed_at else (NEVER, True)
