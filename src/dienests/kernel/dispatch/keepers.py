"""Keepers: the office that looks after a letter on its way is the one that drafts it.

While all its holders are away, its stand-in does. Where the case is about a holder, it is the stand-in too, or the
office whose act sent the letter; else nobody would carry it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db.models import Q

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases import excluded_offices, exclusion
from dienests.kernel.cases.capacity import seen_under
from dienests.kernel.dispatch.dispatch import Dispatch
from dienests.kernel.log.events import Event
from dienests.kernel.parties.offices import HeldOffice
from dienests.kernel.procedures.earlier import letter_of
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import declared, find, of_event
from dienests.kernel.procedures.roles import Group, Role


def offices() -> dict[str, dict[str, bool]]:
    """Return, by office, the drafting offices whose letters it may have to look after.

    True where it is the drafting office or its stand-in, False where its act only sends such letters.
    """
    found: dict[str, dict[str, bool]] = defaultdict(dict)
    for procedure in declared():
        for letter in procedure.letters.values():
            drafting = letter.drafted_by.office
            for slug in (drafting, *_filled_by(letter.drafted_by)):
                found[slug][drafting] = True
            for slug in (each for role in _senders(procedure, letter.name) for each in _filled_by(role)):
                found[slug].setdefault(drafting, False)
    return found


def condition(actor: Actor) -> Q:
    """Return the condition on dispatches that the actor may have to look after; which ones, `keepers` tells."""
    found, known = Q(pk__in=[]), offices()
    away = actor.absent_offices | {(institution, slug) for institution, _unit, slug in actor.absent_in_units}
    for held in actor.offices:
        here = Q(letter__case__institution=held.institution)
        if held.unit is not None:
            here &= Q(letter__case__unit=held.unit)
        for office, serves in known.get(held.slug, {}).items():
            if office == held.slug or (serves and (held.institution, office) in away):
                found |= here & Q(office=office)
            elif actor.on:
                theirs = excluded_offices.about_holders(office, held.institution, actor.on)
                found |= here & Q(office=office, letter__case__in=theirs)
    return found


def keepers(actor: Actor, rows: Sequence[Dispatch]) -> dict[UUID, HeldOffice]:
    """Return the office under which a person looks after each of some dispatches; none for somebody else's.

    No query where the person holds the drafting offices, else a constant number.
    """
    found = {row.pk: held for row in rows if (held := actor.holds(row.office, *_place(row)))}
    others = [row for row in rows if row.pk not in found]
    if not others or actor.on is None:
        return found
    cases = [row.letter.case for row in others]
    excluded = exclusion.people_of(cases)
    excluded_offices.know_offices(cases, excluded, actor.on)
    barred = {
        row.pk
        for row, case in zip(others, cases, strict=True)
        if row.office in excluded_offices.offices_of(excluded[case.id], case, actor.on)
    }
    senders = _sent_by([row for row in others if row.pk in barred])
    for row in others:
        procedure = find(row.letter.case.procedure, row.letter.case.version)
        drafted = letter_of(procedure, row.letter.slug).drafted_by
        for role in (drafted, senders.get(row.pk)):
            held = _serves(actor, role, row, excluded[row.letter.case_id]) if role else None
            if held is not None:
                found.setdefault(row.pk, held)
    return found


def _serves(actor: Actor, role: Role, row: Dispatch, excluded: frozenset[UUID]) -> HeldOffice | None:
    # A group's members see what its recorder enters, but one person sends it.
    filled = role.recorded_by if isinstance(role, Group) else role
    own = seen_under(actor, filled, *_place(row))
    return own or exclusion.held_in_place(actor, filled, row.letter.case, excluded, actor.on)


def _sent_by(rows: Sequence[Dispatch]) -> dict[UUID, Role]:
    """Return the official role whose act sent each letter, or the first one of those that correct it; one query."""
    events = {row.pk: (row.letter.corrects or row.letter.revokes or row.letter).event for row in rows}
    acts = Event.objects.filter(pk__in=events.values()).values_list("pk", "act", "version") if events else ()
    roles = {}
    for pk, act, version in acts:
        procedure = of_event(version)
        action = procedure.actions.get(act) if procedure else None
        if action and not action.by.relation:
            roles[pk] = action.by
    return {pk: roles[event] for pk, event in events.items() if event in roles}


def _senders(procedure: type[Procedure], letter: str) -> Iterator[Role]:
    for action in procedure.actions.values():
        if action.follows.sends and action.follows.sends.name == letter and not action.by.relation:
            yield action.by


def _filled_by(role: Role) -> set[str]:
    filled = role.recorded_by if isinstance(role, Group) else role
    return {each.office for each in (filled, filled.stand_in) if each and each.office}


def _place(row: Dispatch) -> tuple[int, int | None]:
    return row.letter.case.institution_id, row.letter.case.unit_id
