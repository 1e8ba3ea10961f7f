"""The duties of one year: those that have appeared, and those that the rhythm foretells."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.terms import Term
from dienests.kernel.duties.declaration import Duty, declared
from dienests.kernel.duties.occurrence import Occurrence
from dienests.kernel.duties.rhythm import periods
from dienests.kernel.duties.states import is_known
from dienests.kernel.parties.institution import Institution

__all__ = ["Entry", "Standing", "Year", "entries", "year_of"]


class Standing(StrEnum):
    """How an occurrence stands on a day; `hidden` where the reader may not know."""

    DONE = "done"
    DONE_LATE = "done-late"
    OVERDUE = "overdue"
    RUNNING = "running"
    TO_COME = "to-come"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Entry:
    """One occurrence, real or foretold (`occurrence` None)."""

    duty: Duty
    begins: date
    due: date
    provisional: bool
    standing: Standing
    occurrence: Occurrence | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """One institution in one year: its entries by duty, and the duties whose rhythm nothing sets."""

    institution: Institution
    number: int
    lines: tuple[tuple[Duty, tuple[Entry, ...]], ...]

    @property
    def entries(self) -> list[Entry]:
        """All entries by due day."""
        return sorted((each for _duty, found in self.lines for each in found), key=lambda each: each.due)


def year_of(institution: Institution, number: int, *, on: date, reader: Actor | None) -> Year:
    """Return the duties of one institution whose period begins in a year, as they stand on a day; one query."""
    found = Occurrence.objects.filter(
        institution=institution, begins__gte=date(number, 1, 1), begins__lt=date(number + 1, 1, 1)
    )
    # What a reader may know by an office ends with the institution of that office.
    own = reader if reader is not None and reader.institution == institution.pk else None
    lines = entries(found, on=on, reader=own, until=date(number, 12, 31))
    return Year(institution, number, tuple((duty, tuple(lines.get(duty.slug, ()))) for duty in declared()))


def entries(
    found: Iterable[Occurrence], *, on: date, reader: Actor | None, until: date | None = None
) -> dict[str, list[Entry]]:
    """Return occurrences as entries by duty, oldest first; with `until` also those that are yet to come by that day."""
    by_duty: dict[str, list[Entry]] = {}
    for each in sorted(found, key=lambda each: each.begins):
        if (duty := each.declared) is not None:
            known = is_known(duty, reader)
            standing = standing_of(each, on) if known else Standing.HIDDEN
            entry = Entry(duty, each.begins, each.due, each.provisional, standing, each if known else None)
            by_duty.setdefault(duty.slug, []).append(entry)
    if until is None or until < on:
        return by_duty
    for duty in declared():
        here = by_duty.setdefault(duty.slug, [])
        here += [each for each in foretold(duty, on, until) if all(each.begins != known.begins for known in here)]
    return by_duty


def standing_of(occurrence: Occurrence, on: date) -> Standing:
    """Return how an occurrence stands on a day."""
    if occurrence.is_done(on):
        return Standing.DONE_LATE if occurrence.done_on and occurrence.done_on > occurrence.due else Standing.DONE
    return Standing.OVERDUE if occurrence.is_late(on) else Standing.RUNNING


def foretold(duty: Duty, on: date, until: date) -> list[Entry]:
    """Return the occurrences of a declared rhythm that begin after a day and are due in the year of `until`."""
    if not isinstance(duty.rhythm, Term):
        return []
    coming = (each for each in periods(duty.rhythm, max(on, date(until.year, 1, 1)), until) if each.begins > on)
    return [Entry(duty, each.begins, each.due.on, each.due.provisional, Standing.TO_COME) for each in coming]
