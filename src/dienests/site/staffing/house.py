"""What the institution holds already, fetched once: units, offices, people, mandates; and what a row means there."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from dienests.kernel.parties import personal_code as codes
from dienests.kernel.parties.alphabet import fold
from dienests.kernel.parties.institution import Institution, Unit
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.office import Office
from dienests.kernel.parties.person import Person
from dienests.kernel.parties.staff_member import StaffMember
from dienests.site.staffing.rows import Row

Place = tuple[str, int | None]  # office, unit


class House:
    """The institution as it is on the day of the import."""

    def __init__(self, institution: Institution, on: date) -> None:
        self.institution, self.on = institution, on
        self.units: dict[str, Unit] = {}
        for unit in Unit.objects.filter(institution=institution):
            for name in (unit.name_lv, unit.name_en, unit.slug):
                self.units.setdefault(fold(name), unit)
        self.offices: dict[Place, Office] = {}
        self.slugs: dict[str, str] = {}  # what a row may call an office -> its slug
        for office in Office.objects.filter(institution=institution).select_related("unit").order_by("pk"):
            self.offices[office.slug, office.unit_id] = office
            for name in (office.slug, office.title_lv, office.title_en):
                self.slugs.setdefault(fold(name), office.slug)
        self.members = list(StaffMember.objects.filter(institution=institution).select_related("person"))
        self.by_number = {each.number.casefold(): each.person for each in self.members if each.number}
        self.by_email = {each.email: each.person for each in self.members if each.email}
        self.leaders: dict[int | None, Person] = {}
        self.names: dict[str, list[Person]] = {}
        self.codes: dict[object, Person] = {}
        self._people()

    def _people(self) -> None:
        current = Q(valid_to__isnull=True) | Q(valid_to__gt=self.on)
        held = Mandate.objects.filter(current, office__institution=self.institution)
        for mandate in held.select_related("office", "person"):
            if mandate.office.leads:
                self.leaders[mandate.office.unit_id] = mandate.person
            people = self.names.setdefault(fold(mandate.person.name), [])
            if mandate.person not in people:
                people.append(mandate.person)

    def unit_of(self, row: Row) -> Unit | None:
        """Return the unit that a row names, where there is one."""
        return self.units.get(fold(row.unit)) if row.unit else None

    @sensitive_variables()
    def person_of(self, row: Row) -> Person | None:
        """Return whom a row means: by personal code, staff number or e-mail.

        Raises ValueError when two of them mean two people, or when the name alone would be a guess.
        """
        by_code = codes.search(row.personal_code) if row.personal_code else None
        known = (by_code, self.by_number.get(row.number.casefold()), self.by_email.get(row.email))
        found = {each.pk: each for each in known if each is not None}
        if len(found) > 1:
            raise ValueError(
                _("personal code, staff number and e-mail belong to different people who are here already")
            )
        if found:
            return next(iter(found.values()))
        return self._by_name(row)

    def _by_name(self, row: Row) -> Person | None:
        known = {each.person_id for each in self.members}
        people = self.names.get(fold(row.name), [])
        unlisted = [each for each in people if each.pk not in known]
        # Whoever was appointed before there was a staff list, as the founder was, is met here for the first time.
        if len(people) == 1 and unlisted:
            return unlisted[0]
        if people:
            raise ValueError(
                _("%(name)s serves here already under another number or e-mail: give that one, or the personal code")
                % {"name": row.name}
            )
        return None
