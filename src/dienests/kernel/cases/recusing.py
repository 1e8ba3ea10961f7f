"""Recusing: a member withdraws from a case, or the body recuses the member; the reason never enters the log."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases import exclusion
from dienests.kernel.cases.ballot import Ballot, Recusal, Vote
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.electorate import NO_MEMBER, electorate
from dienests.kernel.cases.locking import absent
from dienests.kernel.cases.presiding import locked, log, presiding, refusal
from dienests.kernel.log.canonical import commitment, new_salt
from dienests.kernel.procedures.roles import Group

MOST_REASON = 2000


@transaction.atomic
def recuse(*, case: Case, body: Group, reason: str, actor: Actor, at: datetime, person: UUID | None = None) -> Recusal:
    """Take a member out of a case: oneself, or, for who presides, another member; a vote already given is void."""
    fresh, procedure, record = locked(case.pk)
    if actor.person in exclusion.people(procedure, fresh, record):
        raise absent()
    who, told = person or actor.person, reason.strip()[:MOST_REASON]
    if not told:
        raise refusal(body, _("The reason is missing: say why the member has no part in the case."), field="reason")
    voters = electorate(body, fresh, procedure, local_date(at))
    mandate = voters.members.get(who) or voters.substitutes.get(who)
    if mandate is None:
        raise refusal(body, NO_MEMBER, kind="right")
    if who in voters.barred:
        raise refusal(body, _("This member has no part in the case already."))
    by_body = who != actor.person
    under = presiding(body, fresh, procedure, record, actor, at=at) if by_body else mandate.pk
    salt = new_salt()
    made = Recusal.objects.create(
        case=fresh, body=body.name, person_id=who, reason=told, salt=salt.hex(), mandate=under, by_body=by_body, at=at
    )
    # The open ballot is locked, so that a vote given at this moment is either void or refused.
    is_open = Ballot.objects.select_for_update().filter(case=fresh, body=body.name, closed_at=None, ended_at=None)
    Vote.objects.filter(ballot__in=[each.pk for each in is_open], person=who).delete()
    kept = {"mandate": mandate.pk, "by_body": by_body, "reason": {"sha256": commitment(salt, told).hex()}}
    log(fresh.pk, body, "recused", under, kept, at=at)
    return made
