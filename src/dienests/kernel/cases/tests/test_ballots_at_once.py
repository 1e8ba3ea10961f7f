"""Members vote at the same moment, while others close, call, recuse and record: each vote counts once or is refused."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dienests.kernel.cases.ballot import Ballot, Vote
from dienests.kernel.cases.balloting import call_vote, close_vote
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.recusing import recuse
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
    voting,
)  # fmt: skip
from dienests.kernel.cases.tests.house.motions import Motions, OpenMotions
from dienests.kernel.cases.tests.house.people import House, a_house, declared, later
from dienests.kernel.cases.tests.test_side_by_side import at_once
from dienests.kernel.cases.verbs import perform
from dienests.kernel.log.events import Event
from dienests.kernel.log.verify import verify
from dienests.kernel.procedures.refusals import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def council(transactional_db: None) -> Iterator[House]:
    """A house whose council has five members and by-laws."""
    with declared(Motions, OpenMotions):
        house = a_house()
        seat(house, *MORE)
        set_by_laws(house, **BY_LAWS)
        yield house


def refusals(answers: list[Any]) -> list[Refusal]:
    """Return what was refused."""
    return [each for each in answers if isinstance(each, Refusal)]


def test_all_members_vote_at_once_and_all_are_counted(council: House) -> None:
    ballot = called(council, motion(council))
    answers = at_once(*(voting(council, ballot, who, "grant") for who in COUNCIL))
    assert refusals(answers) == []
    assert closed(council, ballot).counts == {"grant": 5}
    assert Event.objects.filter(stream_kind="ballot", act="voted").count() == 5
    assert verify().breaks == []


def test_a_member_who_votes_from_two_windows_has_one_vote(council: House) -> None:
    ballot = called(council, motion(council))
    at_once(*(voting(council, ballot, "kora", choice) for choice in ("grant", "reject", "grant")))
    assert Vote.objects.filter(ballot=ballot).count() == 1
    acts = Event.objects.filter(stream_kind="ballot").order_by("position").values_list("act", flat=True)
    assert list(acts) == ["vote-called", "voted", "vote-changed", "vote-changed"]


@pytest.mark.parametrize("_round", range(3))
def test_a_vote_beside_the_closing_counts_or_is_refused(council: House, _round: int) -> None:
    ballot = called(council, motion(council))
    votes(council, ballot, after=1.5, walter="grant", kora="grant", anna="grant")
    chair = council.actor("walter", later(2))
    close: Callable[[], Any] = lambda: close_vote(ballot=ballot, actor=chair, at=later(2))  # noqa: E731
    answers = at_once(voting(council, ballot, "karl", "reject"), close)
    late = refusals(answers)
    fresh = Ballot.objects.get(pk=ballot.pk)
    assert fresh.count.present == (3 if late else 4)
    assert Vote.objects.filter(ballot=ballot).count() == fresh.count.present
    assert verify().breaks == []


def test_of_two_who_call_a_vote_one_does(council: House) -> None:
    case, chair = motion(council), council.actor("walter", later(1))
    call = lambda: call_vote(case=case, body=body(), sitting_on=TODAY, actor=chair, at=later(1))  # noqa: E731
    assert len(refusals(at_once(call, call))) == 1
    assert Ballot.objects.count() == 1


def test_a_decision_is_recorded_once(council: House) -> None:
    case = motion(council)
    ballot = called(council, case)
    votes(council, ballot, walter="postpone", kora="postpone", anna="postpone")
    closed(council, ballot)
    chair = council.actor("walter", later(4))
    record = lambda: perform(case=case, action="postpone", actor=chair, at=later(4))  # noqa: E731
    assert [each.kind for each in refusals(at_once(record, record))] == ["ballot"]
    assert Event.objects.filter(stream=case.pk, act="postpone").count() == 1


@pytest.mark.parametrize("_round", range(3))
def test_a_recusal_beside_the_own_vote_leaves_no_vote(council: House, _round: int) -> None:
    case = motion(council)
    ballot = called(council, case)
    kora = council.actor("kora", later(2))
    leave = lambda: recuse(case=case, body=body(), reason="my brother", actor=kora, at=later(2))  # noqa: E731
    at_once(voting(council, ballot, "kora", "grant"), leave)
    assert not Vote.objects.filter(ballot=ballot, person=kora.person).exists()


def test_a_replayed_vote_changes_no_count(council: House) -> None:
    case: Case = motion(council)
    ballot = called(council, case)
    send = voting(council, ballot, "kora", "grant")
    send()
    send()
    votes(council, ballot, walter="grant", anna="grant")
    assert closed(council, ballot).counts == {"grant": 3}
    with pytest.raises(Refusal, match="closed"):
        send()
