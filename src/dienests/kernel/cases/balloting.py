"""Balloting: calling a vote for a sitting, voting, closing; each is an event of the body's own stream for the case.

That stream is apart from the case's own, so that members who vote neither show to those who merely see the case nor
make the page of an official stale; the act that records the decision ties its end into the stream of the case.
"""

from collections import Counter
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases import exclusion
from dienests.kernel.cases.ballot import Ballot, Vote
from dienests.kernel.cases.by_laws import ByLaws, by_laws, require
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.electorate import NO_MEMBER, Electorate, electorate
from dienests.kernel.cases.locking import absent
from dienests.kernel.cases.presiding import choices_of, locked, log, presiding, refusal
from dienests.kernel.log.canonical import commitment, new_salt
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import find
from dienests.kernel.procedures.roles import Group
from dienests.kernel.procedures.votes import ABSTAIN, least

NO_QUORUM_LEFT = _(
    "No quorum is left: {most} may vote and {needed} must be present. Let members or substitutes be appointed, or hand "
    "the matter to the superior institution."
)


@transaction.atomic
def call_vote(*, case: Case, body: Group, sitting_on: date, actor: Actor, at: datetime) -> Ballot:
    """Call a vote of a body on a case for the day of a sitting; a closed one that decided nothing ends by it."""
    fresh, procedure, record = locked(case.pk)
    presided = presiding(body, fresh, procedure, record, actor, at=at)
    choices = choices_of(body, fresh, procedure, record)
    if not choices:
        raise refusal(body, _("In this stage “{body}” has nothing to vote on."))
    if sitting_on < local_date(at):
        raise refusal(body, _("The day of the sitting has passed; choose today or a later day."), field="sitting_on")
    require_quorum(body, fresh, procedure, sitting_on)
    _end_earlier(fresh, body, at=at)
    ballot = Ballot.objects.create(
        case=fresh, institution_id=fresh.institution_id, body=body.name, office=body.office, stage=fresh.stage,
        number=Ballot.objects.filter(case=fresh, body=body.name).count() + 1, sitting_on=sitting_on,
        by_name=body.by_name, opened_at=at, opened_by=presided,
    )  # fmt: skip
    told = {"case": fresh.pk, "number": ballot.number, "stage": fresh.stage, "sitting_on": sitting_on}
    log(ballot.case_id, body, "vote-called", presided, told | {"choices": [each.name for each in choices]}, at=at)
    return ballot


@transaction.atomic
def vote(*, ballot: Ballot, choice: str, actor: Actor, at: datetime) -> Vote:
    """Vote for an action of the body, or abstain; until the ballot closes the last vote counts."""
    fresh, body, procedure = _open(ballot.pk, actor)
    if local_date(at) > fresh.sitting_on:
        raise refusal(body, _("The sitting is over, and with it the voting; nothing was counted."))
    if choice != ABSTAIN and choice not in {a.name for a in choices_of(body, fresh.case, procedure, _record(fresh))}:
        raise refusal(body, _("Choose one of the decisions, or abstain."), field="choice")
    given = {each.person_id: each for each in fresh.votes.all()}
    taken = {person: each.instead_of_id for person, each in given.items()}
    seat = electorate(body, fresh.case, procedure, fresh.sitting_on).seat(actor.person, taken)
    if not isinstance(seat, tuple):
        raise refusal(body, seat, kind="right")
    mandate = in_force_now(seat[0], body, at)
    made = given.get(actor.person) or Vote(ballot=fresh, person_id=actor.person)
    changed, salt = made.pk is not None, new_salt()
    made.mandate, made.instead_of_id, made.choice, made.given_at = mandate.pk, seat[1], choice, at
    made.salt = salt.hex()
    made.save()
    kept = choice if fresh.by_name else {"sha256": commitment(salt, choice).hex()}
    told = {"number": fresh.number, "choice": kept, "instead_of": seat[1]}
    log(fresh.case_id, body, "vote-changed" if changed else "voted", mandate.pk, told, at=at)
    return made


@transaction.atomic
def close_vote(*, ballot: Ballot, actor: Actor, at: datetime) -> Ballot:
    """Close a ballot on the day of the sitting or after it and count; of a secret one only the count is kept."""
    fresh, body, procedure = _open(ballot.pk, actor)
    presided = presiding(body, fresh.case, procedure, _record(fresh), actor, at=at)
    if local_date(at) < fresh.sitting_on:
        raise refusal(body, _("The sitting has not been held yet; close the vote on its day."))
    said = by_laws(body, fresh.institution_id, fresh.sitting_on)
    require(body, said.rules)
    voters = electorate(body, fresh.case, procedure, fresh.sitting_on)
    _count(fresh, said, voters, casting=actor.person)
    fresh.closed_at, fresh.closed_by = at, presided
    told = {
        "number": fresh.number, "quorum": fresh.quorum, "majority": fresh.majority, "tie": fresh.tie,
        "members": fresh.members, "present": fresh.count.present, "recused": fresh.recused, "counts": fresh.counts,
    }  # fmt: skip
    fresh.leaf = log(fresh.case_id, body, "vote-closed", presided, told, at=at).leaf
    fresh.save()
    if not fresh.by_name:
        fresh.votes.update(choice="", salt="")
    return fresh


def _count(ballot: Ballot, said: ByLaws, voters: Electorate, *, casting: UUID) -> None:
    """Count the votes into the ballot; whose vote broke a tie is kept only where it did."""
    there = (voters.members.keys() | voters.substitutes.keys()) - voters.barred
    given = {each.person_id: each.choice for each in ballot.votes.all() if each.person_id in there}
    ballot.counts = dict(sorted(Counter(given.values()).items()))
    ballot.quorum, ballot.majority, ballot.tie = said.rules.quorum, said.rules.majority, said.rules.tie
    ballot.members, ballot.recused = seats(said, voters), voters.barred_members
    ballot.casting = given.get(casting, "")
    if not ballot.decision.by_casting:
        ballot.casting = ""


def seats(said: ByLaws, voters: Electorate) -> int:
    """Return of how many members the body consists: its seats, or more where more are in office."""
    return max(said.seats, len(voters.members))


def require_quorum(body: Group, case: Case, procedure: type[Procedure], on: date) -> None:
    """Raise Refusal where the by-laws say too little to vote, or too few members are left to make a quorum."""
    said = by_laws(body, case.institution_id, on)
    require(body, said.rules)
    voters = electorate(body, case, procedure, on)
    needed = least(said.rules.quorum, seats(said, voters))
    if voters.most < needed:
        raise refusal(body, format_lazy(NO_QUORUM_LEFT, most=voters.most, needed=needed))


def in_force_now(mandate: Mandate, body: Group, at: datetime) -> Mandate:
    """Return a mandate that is in force on the day of the act too; who has not joined yet does not vote."""
    if mandate.valid_from > local_date(at):
        raise refusal(body, NO_MEMBER, kind="right")
    return mandate


def _open(ballot: UUID, actor: Actor) -> tuple[Ballot, Group, type[Procedure]]:
    """Return an open ballot, locked, with its body and procedure; for whom the case excludes there is none."""
    fresh = Ballot.objects.select_for_update(of=("self",)).select_related("case").get(pk=ballot)
    procedure = find(fresh.case.procedure, fresh.case.version)
    body = procedure.roles[fresh.body]
    assert isinstance(body, Group)
    record = procedure.record.objects.get(pk=fresh.case_id)
    record.case, vars(fresh.case)["record"] = fresh.case, record
    if actor.person in exclusion.people(procedure, fresh.case, record):
        raise absent()
    if fresh.closed_at or fresh.ended_at or fresh.case.stage != fresh.stage:
        raise refusal(body, _("The vote is closed; nothing was counted."))
    return fresh, body, procedure


def _record(ballot: Ballot) -> Any:
    return vars(ballot.case)["record"]


def _end_earlier(case: Case, body: Group, *, at: datetime) -> None:
    for earlier in Ballot.objects.filter(case=case, body=body.name, ended_at=None).select_for_update():
        if earlier.stage == case.stage and earlier.closed_at is None:
            raise refusal(body, _("A vote is open already; close it before another one is called."))
        if earlier.stage == case.stage and earlier.decision.choice:
            raise refusal(body, _("The vote is closed and decided; record what it decided."))
        earlier.ended_at = at
        earlier.save(update_fields=["ended_at"])
