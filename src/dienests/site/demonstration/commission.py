"""The Commission of the demonstration: invented by-laws, members appointed later, and votes that are held."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from dienests.conduct.ethics_reports.facade import EthicsReports2
from dienests.kernel.access.account import Account
from dienests.kernel.access.actor import Actor, actor_for
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.balloting import call_vote, close_vote, vote
from dienests.kernel.cases.models import Case
from dienests.kernel.cases.verbs import perform, start
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.norms.parameters import set_parameter
from dienests.kernel.parties.appointments import appoint
from dienests.kernel.parties.bodies import members
from dienests.kernel.procedures.registry import find
from dienests.kernel.procedures.roles import Group
from dienests.site.demonstration.founding import House

BY_LAWS = "izdomāts parauga Komisijas nolikums"
RULES = {"quorum": "half", "majority": "more_than_half_of_present", "tie": "chair", "by-laws": BY_LAWS}
LATER = ("Solvita Miglpurva", "Artis Bebrulejs")
SECOND_ORDER, APPOINTED_DAYS_AGO = "parauga rīkojums Nr. 2", 200
SITTING_AHEAD = timedelta(days=3)
OFFICE = "ethics-member"
# Reports that the Commission votes on: who writes, about whom, the account, hours ago.
DECIDED = ("Gatis Ūdensroze", "Raitis Vāverkrūms", "Kolēģis sanāksmē pārtrauc citus un paceļ balsi.", 40)
OPEN = ("Velta Rasasdārza", "Ingus Lāčuciems", "Kolēģis tīmekļa grupā izsmej apmeklētājus.", 36)


def set_by_laws(house: House, *, begin: datetime, by: ActorRef, approved_by: ActorRef) -> None:
    """Set the invented by-laws from the beginning."""
    for what, value in RULES.items():
        set_parameter(
            institution=house.institution, slug=f"{OFFICE}.{what}", value=value, basis=BY_LAWS,
            valid_from=local_date(begin), by=by, approved_by=approved_by, at=begin,
        )  # fmt: skip


def enlarge(house: House, *, at: datetime, by: ActorRef) -> None:
    """Appoint two more members by a later order."""
    for name in LATER:
        appoint(
            office=house.offices[OFFICE, ""], person=house.people[name], valid_from=local_date(at),
            order_number=SECOND_ORDER, by=by, at=at,
        )  # fmt: skip


def votes(house: House, *, now: datetime) -> Iterator[datetime]:
    """Play two reports under the version in which the Commission votes: one is decided, one awaits votes.

    Yields the moment at which something happens before it happens, so that cases are numbered in order.
    """
    yield now - timedelta(hours=DECIDED[-1])
    case = _before_the_commission(house, DECIDED, now)
    yield now - timedelta(hours=OPEN[-1])
    waiting = _before_the_commission(house, OPEN, now)
    at = now - timedelta(hours=20)
    yield at
    chair, there = house.acting("ethics-chair", at), voters(case, at)
    hold_vote(case, "propose", presiding=chair, there=there[:-1], against=(there[-1], "dismiss"), at=at)
    proposal = {"proposal": "Iespējams 14.3. apakšpunkta pārkāpums."}
    perform(case=case, action="propose", actor=chair, at=at, fields=proposal)
    day = local_date(now) + SITTING_AHEAD
    ballot = call_vote(case=waiting, body=_body(waiting), sitting_on=day, actor=house.acting("ethics-chair", at), at=at)
    for each in voters(waiting, now)[:2]:
        vote(ballot=ballot, choice="propose", actor=each, at=now - timedelta(hours=1))


def _before_the_commission(house: House, told: tuple[str, str, str, int], now: datetime) -> Case:
    writer, accused, account, hours = told
    at = now - timedelta(hours=hours)
    fields: dict[str, Any] = {"reason": "breach", "account": account, "about": house.people[accused]}
    case = start(
        procedure=EthicsReports2, action="submit", actor=house.acting(writer, at), at=at, fields=fields,
        institution=house.institution.pk,
    )  # fmt: skip
    at += timedelta(hours=10)
    return perform(case=case, action="convene", actor=house.acting("ethics-chair", at), at=at)


def hold_vote(
    case: Case, choice: str, *, presiding: Actor, there: Iterable[Actor], at: datetime,
    against: tuple[Actor, str] | None = None,
) -> None:  # fmt: skip
    """Hold a sitting in a moment: those who are there vote for a choice, one perhaps against it."""
    ballot = call_vote(case=case, body=_body(case), sitting_on=local_date(at), actor=presiding, at=at)
    for each in there:
        vote(ballot=ballot, choice=choice, actor=each, at=at)
    if against:
        vote(ballot=ballot, choice=against[1], actor=against[0], at=at)
    close_vote(ballot=ballot, actor=presiding, at=at)


def voters(case: Case, at: datetime) -> list[Actor]:
    """Return the members of the Commission who may vote on a case, in Latvian order."""
    on, record = local_date(at), find(case.procedure, case.version).record.objects.get(pk=case.pk)
    there = [each.person_id for each in members(case.institution_id, OFFICE, on) if each.person_id != record.about_id]
    accounts = {each.person_id: each for each in Account.objects.filter(person__in=there).select_related("person")}
    return [actor_for(accounts[person], on) for person in there]


def _body(case: Case) -> Group:
    body = find(case.procedure, case.version).roles["commission"]
    assert isinstance(body, Group)
    return body
