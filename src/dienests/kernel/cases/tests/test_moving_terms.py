"""Several terms run at once; they are suspended, resumed and extended, and the case stores the earliest open day."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.term_run import TermRun
from dienests.kernel.cases.tests.house.people import AT, House, a_house, declared
from dienests.kernel.cases.tests.house.stays import Stays
from dienests.kernel.cases.verbs import perform, start
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.norms.parameters import set_parameter
from dienests.kernel.procedures.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with declared(Stays):
        yield a_house()


def on(day: int) -> datetime:
    """Return a moment so many days after Monday, 2 November 2026."""
    return AT + timedelta(days=day)


def stay(house: House) -> Case:
    fields = {"reason": "a rest"}
    return start(procedure=Stays, action="ask", actor=house.actor("anna"), at=AT, fields=fields)


def act(house: House, case: Case, action: str, who: str, day: int, **fields: Any) -> Case:
    return perform(case=case, action=action, actor=house.actor(who, on(day)), at=on(day), fields=fields)


def run(case: Case, slug: str) -> TermRun:
    return TermRun.objects.filter(case=case, slug=slug).latest("pk")


def parameter(house: House, slug: str, value: str, since: date) -> None:
    set_parameter(
        institution=house.institution, slug=slug, value=value, basis="order 9", valid_from=since, by=SYSTEM, at=AT
    )


def test_several_terms_run_and_the_case_stores_the_earliest_day(house: House) -> None:
    case = stay(house)
    assert {each.slug: each.due for each in TermRun.objects.filter(case=case)} == {
        "answer": date(2026, 12, 2), "room": date(2026, 11, 16), "permit": None,
    }  # fmt: skip
    assert case.due == date(2026, 11, 16)
    case = act(house, case, "feed", "walter", 1)
    assert case.due == date(2026, 11, 9), "five days after the third, moved off a Sunday"
    case = act(house, case, "feed", "walter", 8)
    assert case.due == date(2026, 11, 16), "begun again: Sunday the fifteenth"
    told = Event.objects.filter(stream=case.pk).order_by("position").values_list("payload", flat=True)
    assert [each["slug"] for each in told[0]["terms"]] == ["answer", "room", "permit"]


def test_a_suspended_term_has_no_day_for_the_case_and_goes_on_where_it_stood(house: House) -> None:
    case = act(house, stay(house), "request", "walter", 2, note="a photograph")
    assert case.due == date(2026, 11, 19), "only the term for what is missing runs; the 18th is off"
    still = run(case, "answer")
    assert (still.suspended_on, still.due) == (date(2026, 11, 4), date(2026, 12, 2))
    case = act(house, case, "bring", "anna", 9, secret="the photograph")
    answer, room = run(case, "answer"), run(case, "room")
    assert (answer.due, answer.suspended_on, answer.suspended_days) == (date(2026, 12, 9), None, 7)
    assert room.due == date(2026, 11, 24), "five working days stood still, 17 November is worked, the 18th is off"
    assert case.due == room.due
    assert run(case, "supplement").stopped_on == date(2026, 11, 11)
    last = Event.objects.filter(stream=case.pk).latest("position")
    assert last.payload["terms"][0] == {"slug": "answer", "resumed_on": "2026-11-11", "due": "2026-12-09"}


def test_a_term_that_begins_anew_is_counted_from_the_day_of_resumption(house: House) -> None:
    case = act(house, stay(house), "feed", "walter", 1)
    case = act(house, case, "request", "walter", 2, note="a photograph")
    case = act(house, case, "bring", "anna", 4, secret="the photograph")
    assert run(case, "meal").due == date(2026, 11, 11), "five days from 6 November"


def test_suspended_and_resumed_within_a_day_it_is_due_as_before(house: House) -> None:
    case = act(house, stay(house), "request", "walter", 2, note="a photograph")
    case = act(house, case, "bring", "anna", 2, secret="the photograph")
    assert (run(case, "answer").due, run(case, "room").due) == (date(2026, 12, 2), date(2026, 11, 16))


def test_two_suspensions_add_up(house: House) -> None:
    case = stay(house)
    for day in (2, 6):
        case = act(house, case, "request", "walter", day, note="a photograph")
        case = act(house, case, "bring", "anna", day + 2, secret="the photograph")
    assert (run(case, "answer").due, run(case, "answer").suspended_days) == (date(2026, 12, 7), 4), "a Sunday is off"


def test_a_term_that_has_passed_is_not_suspended_and_stays_late(house: House) -> None:
    case = act(house, stay(house), "request", "walter", 20, note="a photograph")
    assert run(case, "room").suspended_on is None
    assert run(case, "answer").suspended_on == date(2026, 11, 22)
    assert case.due == date(2026, 11, 16), "the late term is what the case shows"


def test_a_suspended_term_that_is_stopped_was_kept(house: House) -> None:
    case = act(house, stay(house), "request", "walter", 2, note="a photograph")
    case = act(house, case, "leave", "anna", 40)
    answer = run(case, "answer")
    assert (answer.suspended_on, answer.stopped_on, answer.late) == (None, date(2026, 12, 12), False)
    assert answer.due == date(2027, 1, 11), "38 days later than 2 December, moved off a Saturday"
    assert case.due is None


def test_a_term_is_extended_once_from_where_the_declaration_says(house: House) -> None:
    case = act(house, stay(house), "longer", "walter", 3, note="much to read")
    answer = run(case, "answer")
    assert (answer.due, answer.extended_on, answer.extended_by) == (date(2027, 2, 2), date(2026, 11, 5), "months:3")
    with pytest.raises(Refusal, match="extended once already") as no:
        act(house, case, "longer", "walter", 4, note="still much to read")
    assert str(no.value.basis) == "vpd-ethics-code-2026:33"
    assert run(case, "answer").due == date(2027, 2, 2)


def test_the_database_keeps_a_term_from_being_extended_twice(house: House) -> None:
    case = act(house, stay(house), "longer", "walter", 3, note="much to read")
    with pytest.raises(IntegrityError), transaction.atomic():
        TermRun.objects.filter(case=case, slug="answer").update(extensions=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        TermRun.objects.filter(case=case, slug="answer").update(extended_on=None)


def test_an_extension_that_nobody_has_set_is_refused_until_a_parameter_sets_it(house: House) -> None:
    case = stay(house)
    with pytest.raises(Refusal, match="How long “room” may be extended is not set"):
        act(house, case, "wider", "walter", 3, note="no room")
    parameter(house, "house-stay.room-extension", "working_days:5", date(2026, 11, 5))
    case = act(house, case, "wider", "walter", 3, note="no room")
    assert (case.due, run(case, "room").due) == (date(2026, 11, 24), date(2026, 11, 24)), "from the due day, the 16th"


@pytest.mark.parametrize(
    ("acts", "day", "action", "sentence"),
    [
        ([], 20, "wider", "“room” has passed"),
        ([("request", "walter", 2, {"note": "a photograph"})], 3, "longer", "“answer” is suspended"),
    ],
)
def test_what_cannot_be_extended_says_why(house: House, acts: list[Any], day: int, action: str, sentence: str) -> None:
    parameter(house, "house-stay.room-extension", "working_days:5", date(2026, 1, 1))
    case = stay(house)
    for name, who, at, fields in acts:
        case = act(house, case, name, who, at, **fields)
    with pytest.raises(Refusal, match=sentence):
        act(house, case, action, "walter", day, note="more time")


def test_a_parameter_changed_while_a_term_runs_moves_no_run(house: House) -> None:
    parameter(house, "house-stay.permit", "days:30", date(2026, 1, 1))
    case = stay(house)
    assert (run(case, "permit").value, run(case, "permit").due) == ("days:30", date(2026, 12, 2))
    parameter(house, "house-stay.permit", "days:1", date(2026, 11, 3))
    case = act(house, case, "request", "walter", 2, note="a photograph")
    case = act(house, case, "bring", "anna", 4, secret="the photograph")
    assert (run(case, "permit").value, run(case, "permit").due) == ("days:30", date(2026, 12, 4))


def test_a_term_that_was_not_set_when_it_began_stays_so(house: House) -> None:
    case = stay(house)
    parameter(house, "house-stay.permit", "days:1", date(2026, 1, 1))
    case = act(house, case, "request", "walter", 2, note="a photograph")
    case = act(house, case, "bring", "anna", 4, secret="the photograph")
    assert (run(case, "permit").value, run(case, "permit").due) == ("", None)
    assert run(stay(house), "permit").due == date(2026, 11, 3)
