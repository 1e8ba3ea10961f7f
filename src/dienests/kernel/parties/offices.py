"""What a person may act as on a day: the offices held, and the offices whose holders are all away."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef

from dienests.kernel.parties.absence import Absence
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.naming import in_language


class OfficeKey(NamedTuple):
    """Which office: an office without a unit covers its whole institution."""

    institution: int
    unit: int | None
    slug: str


@dataclass(frozen=True, slots=True)
class HeldOffice:
    """One office that a person holds on the day that was asked for, and the mandate under which acts are logged."""

    institution: int
    unit: int | None
    slug: str
    mandate: UUID
    title_lv: str
    title_en: str
    leads: bool
    valid_from: date

    @property
    def key(self) -> OfficeKey:
        """Institution, unit and slug."""
        return OfficeKey(self.institution, self.unit, self.slug)

    @property
    def title(self) -> str:
        """The title in the language of the page."""
        return in_language(self.title_lv, self.title_en)

    def covers(self, institution: int, unit: int | None) -> bool:
        """Tell whether a case of that institution and unit lies within this office."""
        return self.institution == institution and (self.unit is None or self.unit == unit)


@dataclass(frozen=True, slots=True)
class Held:
    """The offices of a person, and every office of the same institutions that only a stand-in can serve that day."""

    offices: tuple[HeldOffice, ...]
    absent: frozenset[OfficeKey]


def effective(person: UUID, on: date) -> tuple[HeldOffice, ...]:
    """Return the offices that the person holds on the day, oldest mandate first, in one query."""
    rows = (
        Mandate.objects.in_force(on)
        .filter(person=person)
        .order_by("valid_from", "id")
        .values_list(
            "office__institution", "office__unit", "office__slug", "id", "office__title_lv", "office__title_en",
            "office__leads", "valid_from",
        )
    )  # fmt: skip
    return tuple(HeldOffice(*row) for row in rows)


def held(person: UUID, on: date) -> Held:
    """Return the person's offices and the absent ones beside them, in two queries (one without any office)."""
    offices = effective(person, on)
    return Held(offices, absent({office.institution for office in offices}, on))


def absent(institutions: set[int], on: date) -> frozenset[OfficeKey]:
    """Return the offices that have holders on the day, all of them absent; a vacant office is not absent."""
    if not institutions:
        return frozenset()
    # One row per absent holder, few on any day; each is dropped when a colleague in the same office is present.
    present = Mandate.objects.in_force(on).filter(office=OuterRef("office")).exclude(_is_away(on))
    rows = (
        Mandate.objects.in_force(on)
        .filter(_is_away(on), ~Exists(present), office__institution__in=institutions)
        .values_list("office__institution", "office__unit", "office__slug")
    )
    return frozenset(OfficeKey(*row) for row in rows)


def _is_away(on: date) -> Exists:
    """Return the condition on a mandate that its holder is absent from the institution of the office."""
    return Exists(
        Absence.objects.covering(on).filter(person=OuterRef("person"), institution=OuterRef("office__institution"))
    )
