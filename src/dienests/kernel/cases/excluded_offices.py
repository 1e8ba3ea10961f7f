"""Offices that are held by whom a case excludes: there somebody else acts, and who that is depends on them."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from dienests.kernel.cases.case import Case
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.procedures.registry import declared


def offices_of(excluded: frozenset[UUID], case: Case, on: date) -> frozenset[str]:
    """Return the offices that the excluded hold where a case lies; kept with the case, so asked once for a page."""
    if (excluded, on) not in vars(case).get("offices_of_excluded", {}):
        know_offices([case], {case.id: excluded}, on)
    found: frozenset[str] = vars(case)["offices_of_excluded"][excluded, on]
    return found


def know_offices(cases: Iterable[Case], excluded: Mapping[UUID, frozenset[UUID]], on: date) -> None:
    """Keep with each of several cases which offices the excluded hold where it lies, at most one query for all."""
    people = frozenset(person for each in excluded.values() for person in each)
    theirs = Mandate.objects.in_force(on).filter(person__in=people).select_related("office") if people else ()
    offices = [(each.person_id, each.office) for each in theirs]
    for case in cases:
        barred, places = excluded[case.id], (None, case.unit_id)
        vars(case).setdefault("offices_of_excluded", {})[barred, on] = frozenset(
            office.slug
            for person, office in offices
            if person in barred and office.institution_id == case.institution_id and office.unit_id in places
        )


def about_holders(office: str, institution: int, on: date) -> QuerySet[Case]:
    """Return the cases of an institution that exclude somebody who holds an office in it on the day."""
    holders = Mandate.objects.in_force(on).filter(office__institution=institution, office__slug=office).values("person")
    found = Q(pk__in=[])
    for record, field in dict.fromkeys((p.record, each.field) for p in declared() for each in p.exclusions.values()):
        found |= Q(pk__in=record.objects.filter(**{f"{field}__in": holders}).values("pk"))
    return Case.objects.filter(found, institution=institution)
