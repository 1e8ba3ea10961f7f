"""A body decides by ballot: quorum, majority, tie, recusal, and what the act that records the decision keeps of it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from dienests.kernel.cases.ballot import Ballot, Vote
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.recusing import recuse
from dienests.kernel.cases.sight import visible
from dienests.kernel.cases.tests.house.council import (
    BY_LAWS,
    COUNCIL,
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
from dienests.kernel.cases.tests.house.playing import act
from dienests.kernel.cases.todo import todo
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.log.verify import verify
from dienests.kernel.norms.parameters import set_parameter
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.votes import ABSTAIN


@pytest.fixture
def council(db: None) -> Iterator[House]:
    """A house whose council has five members and by-laws."""
    with declared(Motions, OpenMotions):
        house = a_house()
        seat(house, *MORE)
        set_by_laws(house, **BY_LAWS)
        yield house


def refused(call: Any, *args: Any, kind: str = "ballot", **kwargs: Any) -> str:
    """Return the sentence with which a call is refused, always with a paragraph."""
    with pytest.raises(Refusal) as raised:
        call(*args, **kwargs)
    assert raised.value.kind == kind, str(raised.value)
    assert raised.value.basis is not None
    return str(raised.value)


def leave(house: House, case: Case, who: str, by: str = "", after: float = 2) -> None:
    """Recuse a member."""
    person = house.people[who].pk if by else None
    actor = house.actor(by or who, later(after))
    recuse(case=case, body=body(), reason="my brother asks", actor=actor, at=later(after), person=person)


def test_what_the_body_decided_is_recorded_and_nothing_else(council: House) -> None:
    case = motion(council)
    assert "decided by a vote" in refused(act, council, case, "grant", "walter", verdict="yes")
    ballot = called(council, case)
    votes(council, ballot, walter="grant", kora="grant", anna="reject")
    assert "still open" in refused(act, council, case, "grant", "walter", verdict="yes")
    ballot = closed(council, ballot)
    assert ballot.decision.choice == "grant"
    assert "did not vote for" in refused(act, council, case, "reject", "walter")
    done = act(council, case, "grant", "walter", 4, verdict="yes")
    assert done.stage == "done"
    ballot.refresh_from_db()
    assert ballot.ended_at == later(4)
    assert verify().breaks == []


def test_the_event_keeps_the_data_of_the_minutes_without_names(council: House) -> None:
    case = motion(council)
    ballot = called(council, case)
    votes(council, ballot, walter="grant", kora="grant", anna=ABSTAIN)
    ballot = closed(council, ballot)
    act(council, case, "grant", "walter", 4, verdict="yes")
    kept = Event.objects.get(stream=case.pk, act="grant").payload["ballot"]  # type: ignore[index]
    assert (kept["members"], kept["present"], kept["recused"]) == (5, 3, 0)
    assert kept["counts"] == {ABSTAIN: 1, "grant": 2}
    assert (kept["quorum"], kept["majority"], kept["tie"]) == tuple(BY_LAWS.values())
    assert "votes" not in kept
    assert kept["leaf"] == bytes(Ballot.objects.get(pk=ballot.pk).leaf or b"").hex()
    last = Event.objects.filter(stream_kind="ballot").order_by("position").last()
    assert last is not None
    assert bytes(last.leaf).hex() == kept["leaf"]


def test_a_secret_vote_is_wiped_out_by_the_count_and_stands_nowhere_in_the_log(council: House) -> None:
    case = motion(council)
    ballot = called(council, case)
    votes(council, ballot, walter="grant", kora="grant", anna="reject")
    assert {each.choice for each in Vote.objects.all()} == {"grant", "reject"}
    closed(council, ballot)
    assert {(each.choice, each.salt) for each in Vote.objects.all()} == {("", "")}
    voted = Event.objects.filter(stream_kind="ballot", act="voted")
    assert [set((each.payload or {})["choice"]) for each in voted] == [{"sha256"}] * 3


def test_open_votes_are_kept_by_mandate(council: House) -> None:
    case = motion(council, procedure=OpenMotions)
    ballot = called(council, case)
    votes(council, ballot, walter="grant", kora="reject")
    ballot = closed(council, ballot)
    assert (ballot.decision.choice, ballot.decision.by_casting) == ("grant", True)
    act(council, case, "grant", "walter", 4, verdict="yes")
    kept = Event.objects.get(stream=case.pk, act="grant").payload["ballot"]  # type: ignore[index]
    assert sorted(kept["votes"].values()) == ["grant", "reject"]
    assert kept["casting"] == "grant"


def test_the_last_vote_of_a_member_counts_and_each_is_an_event(council: House) -> None:
    ballot = called(council, motion(council))
    votes(council, ballot, walter="reject", kora="reject", anna="grant")
    votes(council, ballot, after=2.5, walter="grant", kora="grant")
    assert closed(council, ballot).counts == {"grant": 3}
    acts = Event.objects.filter(stream_kind="ballot").order_by("position").values_list("act", flat=True)
    assert list(acts) == ["vote-called", *["voted"] * 3, *["vote-changed"] * 2, "vote-closed"]


def test_votes_do_not_touch_the_case(council: House) -> None:
    """Who has the page of the case before them is not overtaken by members who vote."""
    case = motion(council)
    ballot = called(council, case)
    votes(council, ballot, walter="grant", kora="grant")
    assert act(council, case, "note_it", "walter", 3, revision=case.revision).revision == case.revision + 1


def test_a_vote_after_closing_is_refused_and_changes_nothing(council: House) -> None:
    ballot = called(council, motion(council))
    votes(council, ballot, walter="grant", kora="grant", anna="grant")
    before = closed(council, ballot)
    assert "closed" in refused(votes, council, ballot, after=4, berta="reject")
    before.refresh_from_db()
    assert before.counts == {"grant": 3}


def test_a_vote_after_the_day_of_the_sitting_is_refused_though_nobody_has_closed(council: House) -> None:
    ballot = called(council, motion(council))
    assert "The sitting is over" in refused(votes, council, ballot, after=26, berta="reject")
    assert Vote.objects.count() == 0


def test_a_vote_is_called_for_a_day_to_come_and_closed_on_it_at_the_earliest(council: House) -> None:
    case = motion(council)
    assert "has passed" in refused(called, council, case, on=TODAY - timedelta(days=1))
    ballot = called(council, case, on=TODAY + timedelta(days=2))
    votes(council, ballot, walter="grant", kora="grant", anna="grant")
    assert "not been held yet" in refused(closed, council, ballot)
    assert closed(council, ballot, after=48).decision.choice == "grant"


def test_without_quorum_nothing_is_decided_and_the_body_votes_anew(council: House) -> None:
    case = motion(council)
    ballot = called(council, case)
    votes(council, ballot, walter="grant", kora="grant")
    closed(council, ballot)
    assert "There was no quorum" in refused(act, council, case, "grant", "walter", verdict="yes")
    again = called(council, case, after=5)
    ballot.refresh_from_db()
    assert (again.number, ballot.ended_at) == (2, later(5))


@pytest.mark.parametrize("left_out", ["quorum", "majority"])
def test_an_unset_value_refuses_vote_and_act_with_the_paragraph(db: None, left_out: str) -> None:
    with declared(Motions):
        house = a_house()
        set_by_laws(house, **{what: value for what, value in BY_LAWS.items() if what != left_out})
        case = motion(house)
        for sentence in (refused(called, house, case), refused(act, house, case, "reject", "walter")):
            assert "is not set" in sentence or "by which" in sentence
            assert "by-laws of the house" in sentence


@pytest.mark.parametrize(
    ("rule", "told"),
    [("chair", ""), ("nothing", "equally divided, so nothing is decided"), ("", "equally divided is not set")],
)
def test_a_tie_is_broken_only_by_a_rule(db: None, rule: str, told: str) -> None:
    with declared(Motions):
        house = a_house()
        set_by_laws(house, **{what: value for what, value in (BY_LAWS | {"tie": rule}).items() if value})
        case = motion(house)
        ballot = called(house, case)
        votes(house, ballot, walter="reject", kora="grant")
        ballot = closed(house, ballot)
        if told:
            assert told in refused(act, house, case, "reject", "walter")
        else:
            assert ballot.casting == "reject", "whose vote broke the tie is kept"
            assert act(house, case, "reject", "walter", 4).stage == "dropped"


def test_who_is_recused_does_not_vote_and_a_vote_given_is_void(council: House) -> None:
    case = motion(council)
    ballot = called(council, case)
    votes(council, ballot, walter="grant", kora="reject", anna="reject", berta="grant")
    leave(council, case, "kora", after=2.2)
    leave(council, case, "anna", by="walter", after=2.3)
    assert "you are recused" in refused(votes, council, ballot, after=2.5, kora="grant", kind="right")
    assert "already" in refused(leave, council, case, "kora")
    votes(council, ballot, after=2.6, karl="grant")
    ballot = closed(council, ballot)
    assert (ballot.counts, ballot.members, ballot.recused) == ({"grant": 3}, 5, 2)


def test_only_who_presides_recuses_another(council: House) -> None:
    assert "Only this role" in refused(leave, council, motion(council), "kora", by="anna", kind="right")


def test_the_reason_of_a_recusal_is_asked_and_stays_out_of_the_log(council: House) -> None:
    case = motion(council)
    with pytest.raises(Refusal, match="reason is missing"):
        recuse(case=case, body=body(), reason=" ", actor=council.actor("kora"), at=later(1))
    leave(council, case, "kora")
    assert set(Event.objects.get(act="recused").payload["reason"]) == {"sha256"}  # type: ignore[index]


def test_members_recused_until_no_quorum_is_left(council: House) -> None:
    case = motion(council)
    ballot = called(council, case)
    for who in ("kora", "anna", "berta"):
        leave(council, case, who)
    votes(council, ballot, walter="grant", karl="grant")
    closed(council, ballot)
    assert "superior institution" in refused(act, council, case, "grant", "walter", verdict="yes")
    told = refused(called, council, case, after=5)
    assert "No quorum is left: 2 may vote and 3 must be present" in told
    assert "superior institution" in told


def test_substitutes_take_the_seats_of_the_recused_and_of_the_absent_one_each(council: House) -> None:
    seat(council, "dace", "sonja", office="spare")
    case = motion(council)
    ballot = called(council, case)
    assert "no such seat is free" in refused(votes, council, ballot, dace="grant", kind="right")
    council.away("karl")
    leave(council, case, "kora")
    votes(council, ballot, dace="grant", sonja="reject")
    assert set(Vote.objects.values_list("instead_of__given_name", flat=True)) == {"Kora", "Karl"}
    assert "A substitute has voted" in refused(votes, council, ballot, karl="grant", kind="right")
    votes(council, ballot, after=2.5, dace="reject", anna="reject")
    assert closed(council, ballot).counts == {"reject": 3}


def test_substitutes_make_up_a_quorum_that_recusals_took(council: House) -> None:
    seat(council, "dace", office="spare")
    case = motion(council)
    for who in ("kora", "anna", "berta"):
        leave(council, case, who)
    assert called(council, case, after=3).number == 1


def test_who_joins_after_the_day_of_the_sitting_does_not_vote(council: House) -> None:
    ballot = called(council, motion(council))
    seat(council, "cilda", since=TODAY + timedelta(days=1))
    assert "you are not" in refused(votes, council, ballot, cilda="grant", kind="right")


def test_who_has_not_joined_yet_does_not_vote_before_the_sitting(council: House) -> None:
    ballot = called(council, motion(council), on=TODAY + timedelta(days=3))
    seat(council, "cilda", since=TODAY + timedelta(days=1))
    assert "you are not" in refused(votes, council, ballot, cilda="grant", kind="right")
    votes(council, ballot, after=30, cilda="grant")


def test_a_stranger_does_not_vote(council: House) -> None:
    ballot = called(council, motion(council))
    assert "you are not" in refused(votes, council, ballot, cilda="grant", kind="right")


def test_only_what_the_matter_allows_is_voted_on(council: House) -> None:
    case = motion(council, accused=council.people["paula"].pk)
    ballot = called(council, case)
    assert "Choose one of the decisions" in refused(votes, council, ballot, kora="grant")
    assert "Choose one of the decisions" in refused(votes, council, ballot, kora="hand_on")


def test_whom_the_case_is_about_neither_sees_nor_votes_nor_presides(council: House) -> None:
    case = motion(council, accused=council.people["kora"].pk)
    ballot = called(council, case)
    assert not visible(council.actor("kora")).filter(pk=case.pk).exists()
    with pytest.raises(Refusal) as told:
        votes(council, ballot, kora="reject")
    assert told.value.kind == "absent"
    with pytest.raises(Refusal) as told:
        leave(council, case, "kora")
    assert told.value.kind == "absent"
    votes(council, ballot, walter="reject", anna="reject", berta="reject")
    assert closed(council, ballot).recused == 1


def test_the_deputy_presides_over_a_case_about_the_warden_and_the_tie_is_hers_to_break_only_as_member(
    council: House,
) -> None:
    case = motion(council, accused=council.people["sonja"].pk)
    Motions.record.objects.filter(pk=case.pk).update(accused=council.people["walter"])
    ballot = called(council, case, who="dace")
    votes(council, ballot, kora="reject", anna="reject", berta="postpone", karl="postpone")
    ballot = closed(council, ballot, who="dace")
    assert (ballot.decision.failure, ballot.casting) == ("tie", "")


def test_a_case_that_leaves_the_stage_ends_its_vote(council: House) -> None:
    case = motion(council)
    ballot = called(council, case)
    act(council, case, "hand_on", "karl", 2)
    ballot.refresh_from_db()
    assert ballot.ended_at == later(2)
    assert "closed" in refused(votes, council, ballot, kora="grant")


def test_an_act_that_stays_in_the_stage_needs_a_vote_of_its_own(council: House) -> None:
    case = motion(council)
    ballot = called(council, case)
    votes(council, ballot, walter="postpone", kora="postpone", anna="postpone")
    closed(council, ballot)
    act(council, case, "postpone", "walter", 4)
    assert "call the vote first" in refused(act, council, case, "postpone", "walter", 5)
    assert called(council, case, after=6).number == 2


def test_one_vote_at_a_time_and_none_after_a_decision(council: House) -> None:
    case = motion(council)
    ballot = called(council, case)
    assert "open already" in refused(called, council, case)
    votes(council, ballot, walter="grant", kora="grant", anna="grant")
    closed(council, ballot)
    assert "decided; record" in refused(called, council, case, after=4)


def test_only_who_presides_calls_and_closes(council: House) -> None:
    case = motion(council)
    assert "Only this role calls" in refused(called, council, case, who="kora", kind="right")
    ballot = called(council, case)
    assert "Only this role calls" in refused(closed, council, ballot, who="kora", kind="right")


def test_seats_count_where_the_order_has_more_than_are_filled(council: House) -> None:
    set_by_laws(council, seats="9")
    ballot = called(council, motion(council))
    votes(council, ballot, **dict.fromkeys(COUNCIL[:4], "grant"))
    ballot = closed(council, ballot)
    assert (ballot.members, ballot.decision.failure) == (9, "quorum")


def test_what_the_page_offers_is_what_the_engine_allows(council: House) -> None:
    case = motion(council)
    record = Motions.record.objects.get(pk=case.pk)

    def offered() -> set[str]:
        fresh = Case.objects.get(pk=case.pk)
        possible = todo(fresh, record, council.actor("walter", later(3)), at=later(3))
        return {each.action.name for each in possible if each.allowed}

    assert offered() == {"note_it"}
    ballot = called(council, case)
    votes(council, ballot, walter="reject", kora="reject", anna="grant")
    closed(council, ballot)
    assert offered() == {"note_it", "reject"}


def test_rules_of_the_day_of_the_sitting_count(council: House) -> None:
    """A value that begins later changes nothing for a sitting before it."""
    ballot = called(council, motion(council), on=date(2026, 11, 4))
    votes(council, ballot, walter="grant", kora="grant", anna="reject")

    set_parameter(
        institution=council.institution, slug="councillor.quorum", value="all", basis="by-laws 2",
        valid_from=date(2026, 11, 5), by=SYSTEM, at=later(3),
    )  # fmt: skip
    assert closed(council, ballot, after=24 * 5).decision.choice == "grant"
