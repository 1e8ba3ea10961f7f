"""Exclusion: whom a case is about neither sees it nor acts in it; the stand-in of an office that is theirs acts.

Nothing here reveals the case to the excluded person: it is refused in the words for a case that does not exist.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.excluded_offices import offices_of
from dienests.kernel.cases.statements import columns
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.office import Office
from dienests.kernel.parties.offices import HeldOffice
from dienests.kernel.parties.person import Person
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import declared, find
from dienests.kernel.procedures.roles import Group, Role

Sql = tuple[str, list[Any]]
PERSON = Person._meta.pk
DAY = Mandate._meta.get_field("valid_from")


def people(procedure: type[Procedure], case: Case, record: Any = None) -> frozenset[UUID]:
    """Return whom a case excludes; one query where the record is not at hand, none for most procedures.

    A reader that has fetched the record keeps it as `case.record`, so that it is fetched once for a whole page.
    """
    if not procedure.exclusions:
        return frozenset()
    record = record or vars(case).get("record") or procedure.record.objects.get(pk=case.pk)
    about: Any = procedure
    named = [getattr(record, name) for name in _named(about)]
    return frozenset([person for person in named if person is not None])


def people_of(cases: Iterable[Case]) -> dict[UUID, frozenset[UUID]]:
    """Return whom each of several cases excludes, by case; one query for each kind of record that names somebody."""
    found: dict[UUID, frozenset[UUID]] = {}
    by_record: dict[Any, dict[UUID, tuple[str, ...]]] = {}
    for case in cases:
        found[case.id], procedure = frozenset(), find(case.procedure, case.version)
        about: Any = procedure
        if names := _named(about):
            by_record.setdefault(about.record, {})[case.id] = names
    for record, asked in by_record.items():
        every = tuple(dict.fromkeys(name for names in asked.values() for name in names))
        with connection.cursor() as cursor:
            rows = columns(record).some(cursor, ("case_id", *every), list(asked))
        for key, *values in rows:
            named = (value for name, value in zip(every, values, strict=True) if name in asked[key])
            found[key] = frozenset(person for person in named if person is not None)
    return found


@cache
def _named(procedure: Any) -> tuple[str, ...]:
    """Return the columns of a record that name whom it excludes."""
    return tuple(f"{each.field}_id" for each in procedure.exclusions.values())


def about(person: UUID) -> QuerySet[Case]:
    """Return the cases that are about a person, open and closed."""
    parts, values = _about(person)
    return Case.objects.filter(pk__in=RawSQL(" UNION ".join(parts), values)) if parts else Case.objects.none()


def secret_from(person: UUID) -> list[UUID]:
    """Return the open cases about a person, which must not be betrayed to that person by any list; one query."""
    return list(about(person).filter(closed_at__isnull=True).values_list("pk", flat=True))


def held_in_place(
    actor: Actor, role: Role, case: Case, excluded: frozenset[UUID], on: date | None
) -> HeldOffice | None:
    """Return the office under which a person stands in for an excluded holder; one query, asked of stand-ins only."""
    filled, held = _stand_in(actor, role, case.institution_id, case.unit_id)
    if held is None or not excluded or on is None:
        return None
    return held if filled.office in offices_of(excluded, case, on) else None


def _stand_in(actor: Actor, role: Role, institution: int, unit: int | None) -> tuple[Role, HeldOffice | None]:
    filled = role.recorded_by if isinstance(role, Group) else role
    return filled, actor.holds(filled.stand_in.office, institution, unit) if filled.stand_in else None


def not_about(actor: Actor) -> Sql:
    """Return the condition on a case `c` that it is about nobody of whom this person is one, for lists in order."""
    parts, values = _about(actor.person)
    return "".join(f" AND c.id NOT IN ({part})" for part in parts), values


def selection(actor: Actor) -> Sql:
    """Return the selection of the cases about a person (column `case_id`), for a statement that bars them often."""
    parts, values = _about(actor.person)
    nothing = f"SELECT c.id AS case_id FROM {columns(Case).table} c WHERE 1 = 0"
    return " UNION ALL ".join(parts) or nothing, values


def barred(actor: Actor) -> Sql:
    """Return the EXCEPT clauses that take the cases about a person from everything that he or she sees."""
    parts, values = _about(actor.person)
    return "".join(f" EXCEPT {part}" for part in parts), values


def _about(person: UUID) -> tuple[list[str], list[Any]]:
    """Return the selections of the cases that are about a person, one for each field that names somebody."""
    tables = sorted({(columns(p.record).table, each.field) for p in declared() for each in p.exclusions.values()})
    parts = [f"SELECT r.case_id FROM {table} r WHERE r.{_column(field)} = %s" for table, field in tables]
    return parts, [PERSON.get_db_prep_value(person, connection)] * len(parts)


def in_place(actor: Actor, *, turn: bool = False) -> Iterator[Sql]:
    """Yield selections of cases that a person sees in place of an excluded holder; with `turn`, those that wait."""
    places = {(held.institution, held.unit) for held in actor.offices}
    for procedure in declared() if actor.on else ():
        for institution, unit in places if procedure.exclusions else ():
            for name, bit in procedure.plan.bits.items():
                filled, held = _stand_in(actor, procedure.roles[name], institution, unit)
                if held is None or held.unit != unit:
                    continue
                for each in procedure.exclusions.values():
                    yield _selection(procedure, each.field, filled.office, bit, held, actor.on, turn=turn)


def waiting(actor: Actor) -> Q:
    """Return the condition on cases whose turn is an office of an excluded person, for which this one stands in."""
    found = Q()
    for sql, values in in_place(actor, turn=True):
        found |= Q(pk__in=RawSQL(sql, values))
    return found


def _selection(
    procedure: type[Procedure], field: str, office: str, bit: int, held: HeldOffice, on: date | None, *, turn: bool
) -> Sql:
    day = DAY.get_db_prep_value(on, connection)
    sql = (
        # From the few holders to their few cases: SQLite keeps the order of a CROSS JOIN, else all cases come first.
        f"SELECT c.id FROM {columns(Mandate).table} m CROSS JOIN {columns(Office).table} o "
        f"CROSS JOIN {columns(procedure.record).table} r CROSS JOIN {columns(Case).table} c "
        f"WHERE o.id = m.office_id AND r.{_column(field)} = m.person_id AND c.id = r.case_id "
        "AND c.institution_id = o.institution_id "
        "AND o.institution_id = %s AND o.slug = %s AND (o.unit_id IS NULL OR o.unit_id = c.unit_id) "
        "AND m.valid_from <= %s AND (m.valid_to IS NULL OR m.valid_to > %s) "
        "AND c.procedure = %s AND c.version = %s AND (c.sight & %s) <> 0"
    )
    values = [held.institution, office, day, day, *procedure.key(), bit]
    if held.unit is not None:
        sql, values = sql + " AND c.unit_id = %s", [*values, held.unit]
    if turn:
        sql, values = sql + " AND c.turn = %s", [*values, office]
    return sql, values


def _column(field: str) -> str:
    return connection.ops.quote_name(f"{field}_id")
