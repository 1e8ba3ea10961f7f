"""Taking a staff list in: all of it in one transaction, or nothing; the same list twice changes nothing."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_variables

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.parties import refusals
from dienests.kernel.parties.alphabet import fold
from dienests.kernel.parties.appointments import appoint, end_mandate
from dienests.kernel.parties.institution import Institution, Unit
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.office import Office
from dienests.kernel.parties.people import give_personal_code, register_person, rename
from dienests.kernel.parties.person import Person
from dienests.kernel.parties.refusals import PartiesError
from dienests.kernel.parties.staff_members import enter
from dienests.site.founding.founding import EMPLOYEE
from dienests.site.staffing.columns import label
from dienests.site.staffing.house import House
from dienests.site.staffing.judging import Judged
from dienests.site.staffing.places import Places
from dienests.site.staffing.problems import Problem
from dienests.site.staffing.rows import Row, rows_of
from dienests.site.staffing.table import Table

LEADER = "unit-head"


@dataclass(slots=True)
class Report:
    """What an import did, or would do: counts, what it establishes, and every problem; with one, nothing is done."""

    rows: int = 0
    registered: int = 0
    changed: int = 0
    appointed: int = 0
    units: list[str] = field(default_factory=list)
    offices: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def unchanged(self) -> int:
        """Rows that say what stands here already."""
        return self.rows - self.registered - self.changed


@sensitive_variables("table", "rows")
def take_in(
    *, table: Table, institution: Institution, basis: str, by: ActorRef, at: datetime, new_units: bool = False,
    dry: bool = False,
) -> Report:  # fmt: skip
    """Take a list in, or with `dry` only tell what would happen; raises FileRefused and PartiesError."""
    reason = refusals.basis(basis)
    with transaction.atomic():
        # Two lists at once would each judge the house without the other.
        Institution.objects.select_for_update().get(pk=institution.pk)
        rows, problems = rows_of(table, on=local_date(at))
        judged = Judged(rows, problems, House(institution, local_date(at)), new_units=new_units)
        if judged.problems:
            return Report(rows=len(rows), problems=judged.problems)
        report = _Taking(judged, basis=reason, by=by, at=at).all()
        if dry or report.problems:
            transaction.set_rollback(True)
        return report


class _Taking:
    def __init__(self, judged: Judged, *, basis: str, by: ActorRef, at: datetime) -> None:
        self.judged, self.house = judged, judged.house
        self.how: dict[str, Any] = {"basis": basis, "by": by, "at": at}
        self.report = Report(rows=len(judged.rows))
        self.places = Places(self.house, self.how)

    def all(self) -> Report:
        for row in self.judged.rows:
            if row.unit and self.house.unit_of(row) is None:
                self.places.add_unit(row.unit)
        before: dict[int, int] = {}
        for row in self.judged.rows:
            try:
                with transaction.atomic():
                    before[row.place] = self._person(row)
                    before[row.place] += self._posts(row)
            except PartiesError as refused:
                self.report.problems.append(Problem(row.place, label("family_name"), str(refused)))
        if not self.report.problems:
            self._lead(before)
        self.report.units, self.report.offices = self.places.units, self.places.offices
        new = self.report.registered
        self.report.changed = sum(bool(count) for count in before.values()) - new
        return self.report

    @sensitive_variables()
    def _person(self, row: Row) -> int:
        """Register or correct the person and the place in the staff list; return how many things changed."""
        person = self.judged.people.get(row.place)
        changes = 0
        if person is None:
            person = self.judged.people[row.place] = register_person(
                given_name=row.given_name, family_name=row.family_name, personal_code=row.personal_code, **self.how
            )
            self.report.registered += 1
            changes += 1
        else:
            changes += self._correct(person, row)
        changes += enter(
            institution=self.house.institution, person=person, number=row.number, email=row.email, **self.how
        )
        return changes

    @sensitive_variables()
    def _correct(self, person: Person, row: Row) -> int:
        changes = 0
        if (person.given_name, person.family_name) != (row.given_name, row.family_name):
            rename(person=person, given_name=row.given_name, family_name=row.family_name, **self.how)
            changes += 1
        if row.personal_code and person.code_search is None:
            give_personal_code(person=person, personal_code=row.personal_code, **self.how)
            changes += 1
        return changes

    def _posts(self, row: Row) -> int:
        person, unit = self.judged.people[row.place], self.house.unit_of(row)
        changes, start = self._move(person, unit, row)
        slugs = dict.fromkeys([EMPLOYEE, *(self.house.slugs[fold(office)] for office in row.offices)])
        for slug in slugs:
            changes += self._appoint(self.places.office(slug, unit), person, row, start=start)
        return changes

    def _move(self, person: Person, unit: Unit | None, row: Row) -> tuple[int, date]:
        """End the place as employee elsewhere in the institution; return how many ended and from when the row holds.

        A list that gives only the first day of service does not say when somebody moved: then it was today.
        """
        held = Mandate.objects.filter(
            _open(row), person=person, office__slug=EMPLOYEE, office__institution=self.house.institution
        ).select_related("office__institution", "office__unit")
        elsewhere = [each for each in held if each.office.unit_id != (unit.pk if unit else None)]
        start = row.valid_from
        for mandate in elsewhere:
            if start <= mandate.valid_from:
                start = max(local_date(self.how["at"]), mandate.valid_from + timedelta(days=1))
        for mandate in elsewhere:
            if mandate.valid_to is None or mandate.valid_to > start:
                end_mandate(mandate=mandate, valid_to=start, **self.how)
        return len(elsewhere), start

    def _appoint(self, office: Office, person: Person, row: Row, *, start: date) -> int:
        if Mandate.objects.filter(_open(row), office=office, person=person).exists():
            return 0
        appoint(
            office=office, person=person, valid_from=start, order_number=str(self.how["basis"]),
            by=self.how["by"], at=self.how["at"],
        )  # fmt: skip
        self.report.appointed += 1
        return 1

    def _lead(self, before: dict[int, int]) -> None:
        for folded, manager in self.judged.leaders.items():
            unit = self.house.units[folded]
            if self.house.leaders.get(unit.pk) is not None:
                continue  # it is this manager: `Judged` refuses another one
            leading = next((o for o in self.house.offices.values() if o.unit_id == unit.pk and o.leads), None)
            if leading is None:
                titles = {}
                for language in ("lv", "en"):
                    with override(language):
                        titles[language] = _("head of the unit")
                leading = self.places.establish(LEADER, titles["lv"], titles["en"], unit, leads=True)
            before[manager.place] += self._appoint(
                leading, self.judged.people[manager.place], manager, start=manager.valid_from
            )


def _open(row: Row) -> Q:
    """Return the condition on mandates that hold on the first day of the row or later."""
    return Q(valid_to__isnull=True) | Q(valid_to__gt=row.valid_from)
