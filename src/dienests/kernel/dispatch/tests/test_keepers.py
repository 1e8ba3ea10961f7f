"""No letter is left to nobody: a stand-in, or the office that acted, looks after it in place of the drafting office."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dienests.kernel.cases.tests.house.council import seat
from dienests.kernel.cases.tests.house.people import AT, House
from dienests.kernel.cases.tests.house.procedure import Visits
from dienests.kernel.dispatch.arranging import arrange, redirect
from dienests.kernel.dispatch.dispatch import State
from dienests.kernel.dispatch.post import hand_to_post, make_batch
from dienests.kernel.dispatch.tests.given import a_letter, about, of, official
from dienests.kernel.dispatch.way import Way
from dienests.kernel.dispatch.work_list import batches, looked_after, one, sends
from dienests.kernel.letters.letter import Letter
from dienests.kernel.log.streams import ActorRef


@pytest.fixture
def deputed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let dace, who is the deputy, stand in for the clerk who drafts."""
    monkeypatch.setattr(Visits.clerk, "stand_in", Visits.deputy)


def waiting(house: House) -> Letter:
    """Return a letter that waits for the post, sent by the act of the warden that decided the visit."""
    letter = a_letter(house, to=False)
    arrange(at=AT)
    home = "Klusā iela 5\nKlusums, LV-0000"
    redirect(dispatch=of(letter), way=Way.POST, address=home, by=official(house), at=AT)
    return letter


def under(house: House, name: str, office: str) -> ActorRef:
    """Return how the log names somebody who acts under an office of the whole house."""
    held = house.actor(name).holds(office, house.institution.pk)
    assert held is not None
    return ActorRef(mandate=held.mandate)


def hands(house: House) -> dict[str, str]:
    """Return who looks after letters, and under which office."""
    found = {name: looked_after(house.actor(name)) for name in house.people}
    return {name: places[0].held.slug for name, places in found.items() if places}


def test_while_the_drafting_office_is_away_its_stand_in_looks_after_a_letter(house: House, deputed: None) -> None:
    letter = waiting(house)
    assert hands(house) == {"karl": "clerk"}
    house.away("karl")
    assert hands(house) == {"karl": "clerk", "dace": "deputy"}
    place = one(house.actor("dace"), of(letter).pk)
    assert place is not None
    assert place.by == under(house, "dace", "deputy")


def test_where_the_drafting_office_is_excluded_its_stand_in_looks_after_the_letter(house: House, deputed: None) -> None:
    about(waiting(house), house, "karl")
    assert hands(house) == {"walter": "warden", "dace": "deputy"}


def test_without_a_stand_in_the_office_that_acted_does_and_no_member_of_a_body(house: House) -> None:
    about(waiting(house), house, "karl")
    assert hands(house) == {"walter": "warden"}
    house.away("walter")
    assert hands(house) == {"walter": "warden", "dace": "deputy"}


def test_the_office_that_acted_has_no_part_while_the_drafting_office_can_act(house: House) -> None:
    about(waiting(house), house, "kora")
    make_batch(actor=house.actor("karl"), office="clerk", at=AT)
    house.away("karl")
    assert hands(house) == {"karl": "clerk"}
    assert not batches(house.actor("walter"))


def test_nobody_whom_the_case_excludes_looks_after_a_letter_whatever_the_office(house: House, deputed: None) -> None:
    letter = about(waiting(house), house, "dace")
    house.away("karl")
    assert hands(house) == {"karl": "clerk"}
    assert one(house.actor("dace"), of(letter).pk) is None


def test_a_colleague_in_the_drafting_office_goes_on(house: House, deputed: None) -> None:
    seat(house, "kora", office="clerk")
    about(waiting(house), house, "karl")
    assert hands(house)["kora"] == "clerk"


def test_who_stands_in_carries_letters_to_the_post_and_the_excluded_sees_no_batch(house: House) -> None:
    letter, karl = about(waiting(house), house, "karl"), house.actor("karl")
    walter = house.actor("walter")
    batch = make_batch(actor=walter, office="clerk", at=AT)
    assert (list(batches(walter)), list(batches(karl))) == ([batch], [])
    assert hand_to_post(batch=batch, actor=walter, on=AT.date(), tracked={}, at=AT) == 1
    assert (of(letter).state, of(letter).mandate) == (State.SENT, under(house, "walter", "warden").mandate)


def test_a_desk_shows_the_way_to_letters_to_whoever_may_have_to_look_after_them(house: House, deputed: None) -> None:
    assert {name for name in house.people if sends(house.actor(name))} == {"karl", "walter", "sonja", "dace"}


@pytest.mark.parametrize("who", ["karl", "dace", "walter"])
def test_a_list_takes_as_many_queries_for_one_letter_as_for_many(house: House, deputed: None, who: str) -> None:
    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            places = looked_after(actor)
        return len(places), len(queries)

    about(waiting(house), house, "karl" if who != "karl" else "kora")
    actor = house.actor(who)
    alone, few = asked()
    for _ in range(3):
        about(waiting(house), house, "karl" if who != "karl" else "kora")
    many, same = asked()
    assert (alone, many) == (1, 4)
    assert few == same <= 5
