"""What a person may act as on a day: the offices held, and the offices whose holders are all away."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.naming import in_language
from dienests.kernel.parties.office import Office
from dienests.kernel.tables.columns import columns


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
    mandates, offices = columns(Mandate), columns(Office)
    day = mandates.value("valid_from", on)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {offices.listed('o')}, {mandates.listed('m')} FROM {mandates.table} m "
            f"INNER JOIN {offices.table} o ON o.id = m.office_id WHERE m.person_id = %s "
            "AND m.valid_from <= %s AND (m.valid_to IS NULL OR m.valid_to > %s) ORDER BY m.valid_from, m.id",
            [mandates.value("person_id", person), day, day],
        )
        width = len(offices.names)
        rows = [(offices.read(row[:width]), mandates.read(row[width:])) for row in cursor.fetchall()]
    return tuple(
        HeldOffice(
            office.institution_id, office.unit_id, office.slug, mandate.pk, office.title_lv, office.title_en,
            office.leads, mandate.valid_from,
        )
        for office, mandate in rows
    )  # fmt: skip


def held(person: UUID, on: date) -> Held:
    """Return the person's offices and the absent ones beside them, in two queries (one without any office)."""
    offices = effective(person, on)
    return Held(offices, absent({office.institution for office in offices}, on))


def absent(institutions: set[int], on: date) -> frozenset[OfficeKey]:
    """Return the offices that have holders on the day, all of them absent; a vacant office is not absent."""
    if not institutions:
        return frozenset()
    statement = _ABSENT.format(places=", ".join(["%s"] * len(institutions)))
    with connection.cursor() as cursor:
        # Four periods are compared with the day, each at both ends; a date as text is a date to both databases.
        cursor.execute(statement, [*[on.isoformat()] * 4, *institutions, *[on.isoformat()] * 4])
        return frozenset(OfficeKey(*row) for row in cursor.fetchall())


# Every page of an official asks this, and building it anew from querysets took five times as long as answering it.
# It starts from those who are away, few on any day; `there` is a colleague in the same office who is not.
_ABSENT = """
    SELECT DISTINCT office.institution_id, office.unit_id, office.slug
    FROM kernel_parties_absence away
    JOIN kernel_parties_mandate holder ON holder.person_id = away.person_id
    JOIN kernel_parties_office office ON office.id = holder.office_id AND office.institution_id = away.institution_id
    WHERE away.valid_from <= %s AND (away.valid_to IS NULL OR away.valid_to > %s)
    AND holder.valid_from <= %s AND (holder.valid_to IS NULL OR holder.valid_to > %s)
    AND away.institution_id IN ({places})
    AND NOT EXISTS (
        SELECT 1 FROM kernel_parties_mandate there
        WHERE there.office_id = holder.office_id
        AND there.valid_from <= %s AND (there.valid_to IS NULL OR there.valid_to > %s)
        AND NOT EXISTS (
            SELECT 1 FROM kernel_parties_absence too
            WHERE too.person_id = there.person_id AND too.institution_id = away.institution_id
            AND too.valid_from <= %s AND (too.valid_to IS NULL OR too.valid_to > %s)
        )
    )
"""
