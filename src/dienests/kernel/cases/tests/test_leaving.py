"""A leaver: one act ends mandates, account and sessions; open cases pass on, and no office is forgotten."""

from datetime import date, timedelta

import pytest

from dienests.kernel.access.account import Account
from dienests.kernel.access.invitation import Invitation
from dienests.kernel.access.invitations import invite
from dienests.kernel.access.open_session import OpenSession
from dienests.kernel.access.refusals import SignInRefused
from dienests.kernel.access.sign_in import sign_in
from dienests.kernel.access.tests.given import a_request
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.inbox import inbox
from dienests.kernel.cases.leaving import leave, mandates_after, vacancies
from dienests.kernel.cases.tests.house.people import AT, HOW, House, later
from dienests.kernel.cases.tests.house.playing import record_of, visit
from dienests.kernel.cases.verbs import todo
from dienests.kernel.log.streams import Stream, history
from dienests.kernel.log.verify import verify
from dienests.kernel.parties.appointments import appoint
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.models import Person
from dienests.kernel.parties.refusals import PartiesError
from dienests.kernel.parties.tests.given import an_institution, an_office

pytestmark = pytest.mark.django_db
TODAY = local_date(AT)


def _leave(house: House, who: str, on: date = TODAY, **how: object) -> list[Mandate]:
    return leave(person=house.people[who], institution=house.institution, on=on, **HOW, **({"successors": {}} | how))  # type: ignore[arg-type]


def _warden(house: House) -> int:
    return house.offices["warden", ""].pk


def test_open_cases_pass_on_to_the_successor(house: House) -> None:
    case = visit(house)
    assert case in inbox(house.actor("walter"))
    _leave(house, "walter", successors={_warden(house): house.people["kora"]})
    tomorrow = later(24)
    assert case not in inbox(house.actor("walter", tomorrow))
    assert case in inbox(house.actor("kora", tomorrow))
    allowed = {each.action.name for each in todo(case, record_of(case), house.actor("kora", tomorrow), at=tomorrow)
               if each.allowed}  # fmt: skip
    assert "admit" in allowed
    assert verify().breaks == []


def test_a_sole_holder_is_told_and_nothing_is_done_by_oversight(house: House) -> None:
    visit(house)
    left = {
        vacancy.office.slug: vacancy.waiting for vacancy in vacancies(house.people["walter"], house.institution, TODAY)
    }
    assert left == {"warden": 1}
    with pytest.raises(PartiesError, match="no holder"):
        _leave(house, "walter")
    assert mandates_after(house.people["walter"], house.institution, TODAY), "nothing has ended"
    assert Account.objects.get(person=house.people["walter"]).is_active
    _leave(house, "walter", vacant=[_warden(house)])
    assert not Mandate.objects.in_force(TODAY).filter(person=house.people["walter"]).exists()


def test_sessions_and_account_end_at_once_on_the_day(house: House) -> None:
    account = house.accounts["walter"]
    OpenSession.objects.create(account=account, opened_at=AT, seen_at=AT)
    _leave(house, "walter", vacant=[_warden(house)])
    account.refresh_from_db()
    assert not account.is_active
    assert not OpenSession.objects.filter(account=account).exists()


def test_a_day_to_come_ends_everything_on_that_day_and_not_before(house: House) -> None:
    on = TODAY + timedelta(days=5)
    account = house.accounts["walter"]
    _leave(house, "walter", on=on, vacant=[_warden(house)])
    account.refresh_from_db()
    assert account.is_open(on - timedelta(days=1))
    assert not account.is_open(on)
    assert Mandate.objects.in_force(on - timedelta(days=1)).filter(person=account.person).count() == 3
    assert not Mandate.objects.in_force(on).filter(person=account.person).exists()
    with pytest.raises(SignInRefused):
        sign_in(request=a_request(), login=account.login, password="whatever it was", at=AT + timedelta(days=6))


def test_a_successor_begins_on_the_same_day(house: House) -> None:
    on = TODAY + timedelta(days=5)
    _leave(house, "walter", on=on, successors={_warden(house): house.people["dace"]})
    mandate = Mandate.objects.get(office=_warden(house), person=house.people["dace"])
    assert mandate.valid_from == on


def test_who_leaves_is_no_successor(house: House) -> None:
    with pytest.raises(PartiesError, match="cannot follow"):
        _leave(house, "walter", successors={_warden(house): house.people["walter"]})


def test_cases_that_the_leaver_opened_stay_the_leavers(house: House) -> None:
    case = visit(house, "anna")
    _leave(house, "anna")
    case.refresh_from_db()
    assert case.opener == house.people["anna"]
    assert case.closed_at is None
    assert case in inbox(house.actor("walter"))


def test_who_serves_two_institutions_keeps_the_account(house: House) -> None:
    other = an_institution("other")
    appoint(
        office=an_office(other, "clerk"), person=house.people["karl"], valid_from=TODAY, order_number="2", by=HOW["by"],
        at=AT,
    )  # fmt: skip
    _leave(house, "karl", vacant=[house.offices["clerk", ""].pk])
    assert Account.objects.get(person=house.people["karl"]).is_open(TODAY)
    assert mandates_after(house.people["karl"], other, TODAY)


def test_an_invitation_of_the_leaver_opens_nothing_any_more(house: House) -> None:
    guest = Person.objects.create(given_name="Nora", family_name="Visitor")
    office = house.offices["employee", "north"]
    appoint(office=office, person=guest, valid_from=TODAY - timedelta(days=9), order_number="3", by=HOW["by"], at=AT)
    invite(institution=house.institution, person=guest, login="nora", **HOW)
    house.people["nora"] = guest
    _leave(house, "nora")
    assert not Invitation.objects.valid(AT).filter(person=guest).exists()


def test_the_leaving_is_one_event_that_names_what_was_left(house: House) -> None:
    visit(house)
    _leave(house, "walter", vacant=[_warden(house)])
    event = history(Stream(kind="person", id=house.people["walter"].id))[-1]
    assert event.act == "left"
    assert event.payload is not None
    assert event.payload["on"] == TODAY.isoformat()
    assert event.payload["sole_holder_of"] == [
        {"office": "warden", "unit": None, "waiting": 1, "successor": None},
    ]  # fmt: skip


def test_who_holds_nothing_any_more_cannot_leave_again(house: House) -> None:
    _leave(house, "anna")
    with pytest.raises(PartiesError, match="holds no office"):
        _leave(house, "anna")


def test_a_leaving_needs_a_basis(house: House) -> None:
    how = HOW | {"basis": " "}
    with pytest.raises(PartiesError, match="basis"):
        leave(person=house.people["anna"], institution=house.institution, on=TODAY, successors={}, **how)
