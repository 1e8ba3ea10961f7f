"""Judging a whole staff list: duplicates among its rows and with the database, unknown offices, units and managers."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from dienests.kernel.parties.alphabet import fold
from dienests.kernel.parties.person import Person
from dienests.site.staffing.columns import label
from dienests.site.staffing.house import House
from dienests.site.staffing.managers import leaders, managers
from dienests.site.staffing.problems import Problem
from dienests.site.staffing.rows import Row


class Judged:
    """The rows with whom each means, who leads which unit, and every problem in the order of the file."""

    def __init__(self, rows: Sequence[Row], problems: Sequence[Problem], house: House, *, new_units: bool) -> None:
        self.rows, self.house = rows, house
        self.people: dict[int, Person] = {}
        found, wrong = managers(rows)
        self.managers: Mapping[int, Row] = found
        self.leaders, doubled = leaders(rows, found)
        self.problems = sorted(
            {
                *problems, *wrong, *doubled, *_twice(rows), *_offices(rows, house), *_units(rows, house, new_units),
                *self._people(), *self._led(),
            }
        )  # fmt: skip

    def _people(self) -> Iterator[Problem]:
        seen: dict[UUID, int] = {}
        for row in self.rows:
            try:
                person = self.house.person_of(row)
            except ValueError as wrong:
                yield Problem(row.place, label("family_name"), str(wrong))
                continue
            if person is None:
                continue
            if person.pk in seen:
                what = _("it is the same person as row %(row)s") % {"row": seen[person.pk]}
                yield Problem(row.place, label("family_name"), what)
            seen.setdefault(person.pk, row.place)
            self.people[row.place] = person

    def _led(self) -> Iterator[Problem]:
        for unit, manager in self.leaders.items():
            known = self.house.units.get(unit)
            leader = self.house.leaders.get(known.pk) if known else None
            if leader is None or leader == self.people.get(manager.place):
                continue
            for row in self.rows:
                if self.managers.get(row.place) is manager and fold(row.unit) == unit:
                    what = _("%(leader)s leads this unit already: end that mandate first") % {"leader": leader.name}
                    yield Problem(row.place, label("manager"), what)


def _twice(rows: Sequence[Row]) -> Iterator[Problem]:
    for column in ("personal_code", "number", "email"):
        first: dict[str, int] = {}
        for row in rows:
            value = getattr(row, column).casefold()
            if value and first.setdefault(value, row.place) != row.place:
                yield Problem(row.place, label(column), _("row %(row)s has the same") % {"row": first[value]})


def _offices(rows: Sequence[Row], house: House) -> Iterator[Problem]:
    for row in rows:
        for office in row.offices:
            if fold(office) not in house.slugs:
                what = _("there is no office “%(office)s”: correct it, or establish the office first")
                yield Problem(row.place, label("offices"), what % {"office": office[:80]})


def _units(rows: Sequence[Row], house: House, new_units: bool) -> Iterator[Problem]:
    for row in rows:
        if row.unit and house.unit_of(row) is None and not new_units:
            what = _("there is no unit “%(unit)s”: correct it, or allow new units")
            yield Problem(row.place, label("unit"), what % {"unit": row.unit[:80]})
