"""Repeating the list in a live database, where an act was cut off behind its line: what came since is not undone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from dienests.cli import retention as command
from dienests.kernel.access.accounts import open_account
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.participant import Participant
from dienests.kernel.cases.tests.house.people import HOW, House, later
from dienests.kernel.cases.tests.house.playing import act, record_of, visit, visit_at
from dienests.kernel.cases.tests.test_canary import CANARY, places
from dienests.kernel.files import vault
from dienests.kernel.handling.tests.given import do as everyday
from dienests.kernel.keys import store as keys
from dienests.kernel.log.events import Event
from dienests.kernel.log.verify import verify
from dienests.kernel.parties.people import register_person
from dienests.kernel.procedures.registry import find
from dienests.kernel.retention import wiping
from dienests.kernel.retention.erased_list import Line
from dienests.kernel.retention.erasure import Erasure
from dienests.kernel.retention.hold import Hold
from dienests.kernel.retention.pending import pending
from dienests.kernel.retention.reapplying import reapply
from dienests.kernel.retention.tests.given import full, lines_for, list_of_lines
from dienests.kernel.retention.tests.officer import LATER, do, finished, keep_for, lift, place, put_right, with_officer

SINCE, AT = LATER + timedelta(days=1), LATER + timedelta(days=9)


class Cut(Exception):
    """The process ends here, between the list and the commit."""


@pytest.fixture
def house(house: House) -> House:
    """A guest house with a data protection officer."""
    return with_officer(house)


def cut_off(what: Callable[..., None], *given: Any, **named: Any) -> None:
    """Do something whose line stays and whose transaction does not."""

    @transaction.atomic
    def begun() -> None:
        what(*given, **named)
        raise Cut

    before = len(list_of_lines())
    with pytest.raises(Cut):
        begun()
    assert len(list_of_lines()) > before


def cut_off_erasing(house: House, case: Case) -> None:
    """Cut off the erasing of everything of a case that is due."""
    kinds = wiping.kinds(find(case.procedure, case.version))
    for kind in kinds:
        keep_for(house, kind)
    cut_off(do, house, case, *kinds)


@pytest.mark.django_db(transaction=True)
def test_a_hold_placed_since_stands_and_all_under_it_until_it_is_lifted(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    case = full(house)
    before = places(CANARY)
    cut_off_erasing(house, case)
    assert pending()
    place(house, case, at=SINCE)
    events = Event.objects.count()
    result = reapply(list_of_lines(), at=AT)
    [sentence] = result.refused
    assert sentence.startswith(f"{case.number}: not carried out, for a hold was placed since")
    assert (result.total, Event.objects.count()) == (0, events)
    assert places(CANARY) == before
    assert Hold.objects.get(case=case).lifted_at is None
    assert keys.existing(vault.key_name(case.pk), remember=False) is not None
    assert not pending()
    assert command.run(["repeat"]) == 0
    assert sentence in capsys.readouterr().err

    lift(house, case, at=AT)
    assert pending()
    reapply(list_of_lines(), at=AT)
    assert places(CANARY) == set()
    assert not pending()
    assert not verify().breaks


@pytest.mark.django_db(transaction=True)
def test_a_hold_of_before_that_was_lifted_since_does_not_refuse(house: House) -> None:
    case = full(house)
    cut_off_erasing(house, case)
    place(house, case, at=SINCE)
    lift(house, case, at=SINCE)
    assert not reapply(list_of_lines(), at=AT).refused
    assert places(CANARY) == set()


@pytest.mark.django_db(transaction=True)
def test_a_case_in_which_somebody_acted_since_is_left_alone(house: House) -> None:
    case = full(house)
    cut_off_erasing(house, case)
    since = (SINCE - later(0)) / timedelta(hours=1)
    everyday(house, "reopen", case, "walter", since, reasons="a new fact", basis="order 7")
    result = reapply(list_of_lines(), at=AT)
    case.refresh_from_db()
    assert (case.closed_at, result.total) == (None, 0)
    assert "somebody has acted in this case since" in result.refused[0]
    assert places(CANARY)
    assert not Erasure.objects.exists()
    assert not pending()


@pytest.mark.django_db(transaction=True)
def test_an_erasing_that_was_done_anew_leaves_nothing_to_refuse(house: House) -> None:
    case = full(house)
    cut_off_erasing(house, case)
    do(house, case, "house-note", at=SINCE)
    assert not reapply(list_of_lines(), at=AT).refused
    assert places(CANARY) == set()


@pytest.mark.parametrize("erases", [True, False])
@pytest.mark.django_db
def test_a_rectification_that_was_done_anew_keeps_its_value(house: House, erases: bool) -> None:
    case = visit(house)
    right: dict[str, Any] = {"field": "reason", "value": "a cure"}
    cut_off(put_right, house, case, "walter", later(30), **right, erases=True)
    put_right(house, case, "walter", later(31), **right, erases=erases)
    result = reapply(list_of_lines(), at=later(40))
    assert record_of(case).reason == "a cure"
    assert "the field “reason” was given another value since" in result.refused[0]
    assert (Event.objects.get(stream=case.pk, position=1).payload is None) == erases
    assert not pending()


@pytest.mark.django_db
def test_a_rectification_that_was_cut_off_before_a_hold_takes_nothing_out_under_it(house: House) -> None:
    case = visit(house)
    cut_off(put_right, house, case, "walter", later(30), field="reason", value="a cure", erases=True)
    place(house, case, at=later(31))
    result = reapply(list_of_lines(), at=later(40))
    assert "a hold was placed since" in result.refused[0]
    assert record_of(case).reason == "a rest"
    assert Event.objects.get(stream=case.pk, position=1).payload


@pytest.mark.django_db
def test_a_person_who_came_again_since_keeps_the_name(house: House) -> None:
    case = visit_at(house, "dropped")
    finished(later(10))
    guest = register_person(given_name=CANARY, family_name="Viesis", personal_code="16117519997", **HOW)
    Participant.objects.create(case=case, role="host", person=guest)
    keep_for(house, "participants")
    cut_off(do, house, case, "participants")
    assert f"person {guest.pk}" in " ".join(list_of_lines())
    since = (SINCE - later(0)) / timedelta(hours=1)
    Participant.objects.create(case=visit(house, after=since), role="host", person=guest)
    result = reapply(list_of_lines(), at=AT)
    guest.refresh_from_db()
    assert (result.done["case"], result.done["person"]) == (1, 0)
    assert (guest.given_name, guest.code_search is None) == (CANARY, False)
    assert Event.objects.get(stream_kind="person", stream=guest.pk, act="registered").payload
    assert reapply(list_of_lines(), at=AT).total == 0


@pytest.mark.django_db
def test_in_an_older_copy_an_account_that_was_closed_since_keeps_no_name(house: House) -> None:
    case = visit_at(house, "dropped")
    guest = register_person(given_name=CANARY, family_name="Viesis", **HOW)
    open_account(person=guest, login="guest", **HOW)
    lines = [*lines_for(case), str(Line("person", (str(guest.pk),), later(100)))]
    assert reapply(lines, at=AT).done["person"] == 1
    guest.refresh_from_db()
    assert guest.given_name == ""


@pytest.mark.django_db
def test_a_copy_with_a_hold_that_was_lifted_before_a_value_was_rectified_is_brought_up_to_date(house: House) -> None:
    case = act(house, visit(house), "inspect", "peter", 1)
    place(house, case, at=later(20))
    first = Event.objects.get(stream=case.pk, position=1)
    event = "00000000-0000-4000-8000-000000000000"
    rectified = [Line("field", (str(case.pk), "reason", event), later(30)), Line("event", (str(first.pk),), later(30))]
    reapply(map(str, rectified), at=AT)
    assert (record_of(case).reason, Hold.objects.get().lifted_at) == ("", AT)
    first.refresh_from_db()
    assert first.payload is None
    assert not verify().breaks


@pytest.mark.django_db
def test_a_hold_under_which_a_value_was_rectified_goes_on_standing(house: House) -> None:
    case = visit(house)
    place(house, case, at=later(20))
    event = "00000000-0000-4000-8000-000000000000"
    reapply([str(Line("field", (str(case.pk), "reason", event), later(30)))], at=AT)
    assert (record_of(case).reason, Hold.objects.get().lifted_at) == ("", None)
