"""Units and offices that a staff list needs and the institution does not have yet."""

from typing import Any

from dienests.kernel.parties import founding
from dienests.kernel.parties.alphabet import fold
from dienests.kernel.parties.institution import Unit
from dienests.kernel.parties.office import Office
from dienests.site.founding.founding import EMPLOYEE, suggested_slug
from dienests.site.staffing.house import House


class Places:
    """Adds units and establishes offices, each once, and remembers what it made by name."""

    def __init__(self, house: House, how: dict[str, Any]) -> None:
        self.house, self.how = house, how
        self.units: list[str] = []
        self.offices: list[str] = []

    def add_unit(self, name: str) -> None:
        """Add a unit at the top of the institution."""
        unit = founding.add_unit(
            institution=self.house.institution, slug=self._free_slug(name), name_lv=name, name_en=name, **self.how
        )
        self.house.units[fold(name)] = unit
        self.units.append(name)

    def _free_slug(self, name: str) -> str:
        wanted, number = suggested_slug(name) or "unit", 1
        taken = {unit.slug for unit in self.house.units.values()}
        slug = wanted
        while slug in taken:
            number += 1
            slug = f"{wanted[:56]}-{number}"
        return slug

    def office(self, slug: str, unit: Unit | None) -> Office:
        """Return the office of the unit, else of the whole institution; employees get one per unit."""
        own = self.house.offices.get((slug, unit.pk if unit else None))
        whole = self.house.offices.get((slug, None))
        if own is not None or (whole is not None and slug != EMPLOYEE):
            return own or whole  # type: ignore[return-value]
        like = whole or next(office for (each, _unit), office in self.house.offices.items() if each == slug)
        return self.establish(slug, like.title_lv, like.title_en, unit, leads=False)

    def establish(self, slug: str, title_lv: str, title_en: str, unit: Unit | None, *, leads: bool) -> Office:
        """Establish an office of a unit, or of the whole institution."""
        office = founding.establish_office(
            institution=self.house.institution, slug=slug, title_lv=title_lv, title_en=title_en, unit=unit,
            leads=leads, **self.how,
        )  # fmt: skip
        self.house.offices[slug, unit.pk if unit else None] = office
        self.offices.append(f"{office.title}, {unit.name}" if unit else office.title)
        return office
