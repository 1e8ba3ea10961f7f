"""Sittings and minutes: who reads them, what they show of votes, and which votes await whom."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from dienests.kernel.cases.awaiting import awaiting
from dienests.kernel.cases.ballot import Ballot
from dienests.kernel.cases.polling import polls
from dienests.kernel.cases.recusing import recuse
from dienests.kernel.cases.sittings import minutes, seated, sittings
from dienests.kernel.cases.tests.house.council import (
    BY_LAWS,
    MORE,
    TODAY,
    body,
    called,
    closed,
    motion,
    seat,
    set_by_laws,
    votes,
)  # fmt: skip
from dienests.kernel.cases.tests.house.motions import Motions, OpenMotions
from dienests.kernel.cases.tests.house.people import House, a_house, declared, later
from dienests.kernel.procedures.votes import ABSTAIN


@pytest.fixture
def council(db: None) -> Iterator[House]:
    """A house whose council has five members and by-laws."""
    with declared(Motions, OpenMotions):
        house = a_house()
        seat(house, *MORE)
        set_by_laws(house, **BY_LAWS)
        yield house


def awaited(house: House, who: str, after: float = 2) -> list[Ballot]:
    """Return the votes that await somebody."""
    return awaiting(house.actor(who, later(after)), on=later(after).date())


def test_E35_minutes_tell_attendance_votes_and_decisions_without_names_of_secret_votes(council: House) -> None:
    case = motion(council)
    ballot = called(council, case)
    recuse(case=case, body=body(), reason="a friend", actor=council.actor("karl"), at=later(1.5))
    votes(council, ballot, walter="grant", kora="grant", anna=ABSTAIN)
    closed(council, ballot)
    (place,) = seated(council.actor("kora"))
    told = minutes(council.actor("kora"), place, TODAY)
    (item,) = told.items
    assert [name.split()[0] for name in told.present] == ["Anna", "Kora", "Walter"]
    assert [name.split()[0] for name in told.absent] == ["Berta", "Karl"]
    assert [(act.name if act else "", number, names) for act, number, names in item.counts] == [
        ("grant", 2, []), ("", 1, []),
    ]  # fmt: skip
    assert item.decided is Motions.actions["grant"]
    assert [each.person.given_name for each in item.recusals] == ["Karl"]


def test_open_votes_stand_in_the_minutes_by_name(council: House) -> None:
    ballot = called(council, motion(council, procedure=OpenMotions))
    votes(council, ballot, walter="grant", kora="reject", anna="reject")
    closed(council, ballot)
    (place,) = seated(council.actor("kora"))
    (item,) = minutes(council.actor("kora"), place, TODAY).items
    named = {act.name: [name.split()[0] for name in names] for act, _number, names in item.counts if act}
    assert named == {"grant": ["Walter"], "reject": ["Anna", "Kora"]}


def test_only_members_and_who_presides_have_minutes(council: House) -> None:
    called(council, motion(council))
    assert {who for who in council.people if seated(council.actor(who))} == {
        "walter", "kora", "anna", "berta", "karl", "dace"
    }  # fmt: skip


def test_whom_a_case_is_about_does_not_find_it_in_minutes_sittings_or_awaited_votes(council: House) -> None:
    called(council, motion(council, accused=council.people["kora"].pk))
    kora, anna = council.actor("kora"), council.actor("anna")
    (place,) = seated(kora)
    assert sittings(kora, place) == []
    assert minutes(kora, place, TODAY).items == []
    assert awaited(council, "kora") == []
    assert sittings(anna, place) == [(TODAY, 1)]


def test_a_vote_awaits_each_member_until_it_is_given_refused_or_over(council: House) -> None:
    case = motion(council)
    ballot = called(council, case)
    assert {who for who in council.people if awaited(council, who)} == {"walter", "kora", "anna", "berta", "karl"}
    votes(council, ballot, kora="grant")
    recuse(case=case, body=body(), reason="a friend", actor=council.actor("karl"), at=later(2))
    assert {who for who in council.people if awaited(council, who)} == {"walter", "anna", "berta"}
    assert awaited(council, "anna", after=26) == [], "the day of the sitting is over"


def test_what_awaits_a_member_is_one_question_and_none_for_others(
    council: House, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    kora, peter = council.actor("kora", later(2)), council.actor("peter", later(2))
    with django_assert_num_queries(1):  # type: ignore[operator]
        awaiting(kora, on=TODAY)
    with django_assert_num_queries(0):  # type: ignore[operator]
        awaiting(peter, on=TODAY)


def test_a_poll_shows_to_members_and_who_presides_alone(council: House) -> None:
    case = motion(council)
    called(council, case, on=TODAY + timedelta(days=1))
    case.refresh_from_db()
    record = Motions.record.objects.get(pk=case.pk)

    def shown(who: str) -> list[bool]:
        return [each.presides for each in polls(case, Motions, record, council.actor(who), at=later(2))]

    assert shown("walter") == [True]
    assert shown("kora") == [False]
    assert shown("peter") == []
    (poll,) = polls(case, Motions, record, council.actor("walter"), at=later(2))
    assert (poll.members, poll.needed, poll.may_close, poll.may_call) == (5, 3, False, False)
