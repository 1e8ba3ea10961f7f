"""Notices: whoever fills the role is told once of an act, of nothing else, and it is new until the case was opened."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import models

from dienests.kernel.cases import outbox
from dienests.kernel.cases.models import Case, Effect
from dienests.kernel.cases.tests.house.people import AT, House, a_house, declared
from dienests.kernel.cases.tests.house.stays import Stays
from dienests.kernel.cases.verbs import perform, start
from dienests.kernel.letters import notices
from dienests.kernel.letters.models import Notice
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.norms.parameters import set_parameter
from dienests.kernel.parties.appointments import appoint


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with declared(Stays):
        yield a_house()


def stay(house: House) -> Case:
    return start(procedure=Stays, action="ask", actor=house.actor("anna"), at=AT, fields={"reason": "a rest"})


def act(house: House, case: Case, action: str, who: str, **fields: str) -> Case:
    done = perform(case=case, action=action, actor=house.actor(who), at=AT, fields=fields)
    outbox.run_pending(at=AT)
    return done


def told(house: House) -> set[str]:
    names = {person.pk: name for name, person in house.people.items()}
    return {names[pk] for pk in Notice.objects.values_list("person", flat=True)}


def test_the_opener_is_told_of_an_extension(house: House) -> None:
    case = act(house, stay(house), "longer", "walter", note="much to read")
    notice = Notice.objects.get()
    assert (notice.person_id, notice.act, notice.role, notice.at) == (house.people["anna"].pk, "longer", "guest", AT)
    assert (notice.seen_at, notice.sent_at) == (None, None)
    assert {pk: [str(label) for label in new] for pk, new in notices.unseen(notice.person_id, [case]).items()} == {
        case.pk: ["extend"]
    }


def test_holders_of_an_office_are_told_save_who_acted(house: House) -> None:
    where = {"office": house.offices["warden", ""], "valid_from": AT.date(), "order_number": "2"}
    appoint(person=house.people["kora"], by=SYSTEM, at=AT, **where)
    case = act(house, stay(house), "request", "walter", note="a photograph")
    Notice.objects.all().delete()
    act(house, case, "bring", "anna", secret="the photograph")
    assert told(house) == {"walter", "kora"}, "the warden of the south has nothing to do with it"
    case = act(house, stay(house), "request", "kora", note="a photograph")
    assert "kora" not in {notice.person for notice in Notice.objects.filter(case=case)}


def test_who_fills_two_roles_is_told_once(house: House) -> None:
    appoint(office=house.offices["clerk", ""], person=house.people["anna"], valid_from=AT.date(), order_number="2",
            by=SYSTEM, at=AT)  # fmt: skip
    set_parameter(
        institution=house.institution, slug="house-stay.room-extension", value="days:3", basis="order 9",
        valid_from=AT.date(), by=SYSTEM, at=AT,
    )  # fmt: skip
    act(house, stay(house), "wider", "walter", note="no room")
    assert told(house) == {"anna", "karl"}
    assert Notice.objects.count() == 2


def test_an_effect_that_runs_twice_tells_once(house: House) -> None:
    act(house, stay(house), "longer", "walter", note="much to read")
    notices.notifies(Effect.objects.get(kind="notifies"))
    assert Notice.objects.count() == 1


def test_it_is_new_until_the_case_was_opened(house: House) -> None:
    case, other = stay(house), stay(house)
    anna = house.people["anna"].pk
    for each in (case, other):
        act(house, each, "longer", "walter", note="much to read")
    assert notices.see(person=anna, case=case, at=AT + timedelta(hours=1)) == 1
    assert notices.see(person=anna, case=case, at=AT + timedelta(hours=2)) == 0
    assert set(notices.unseen(anna, [case, other])) == {other.pk}
    assert Notice.objects.get(case=case).seen_at == AT + timedelta(hours=1)


def test_opening_the_case_of_another_day_sees_nothing_that_comes_later(house: House) -> None:
    case = act(house, stay(house), "longer", "walter", note="much to read")
    assert notices.see(person=house.people["anna"].pk, case=case, at=AT - timedelta(hours=1)) == 0


def test_a_notice_has_no_place_for_words_of_the_case() -> None:
    free = {field.name for field in Notice._meta.concrete_fields if isinstance(field, models.CharField)}
    assert free == {"role", "act"}, "names of the declaration"
    assert not [field for field in Notice._meta.concrete_fields if isinstance(field, models.TextField)]
