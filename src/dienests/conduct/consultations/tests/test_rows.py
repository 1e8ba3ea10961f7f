"""Consultations by paragraph and by row: whom one may ask, what is promised, and who reads it."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from dienests.conduct.consultations.models import Consultation
from dienests.conduct.consultations.procedure import Consultations
from dienests.kernel.cases import outbox
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.inbox import inbox
from dienests.kernel.cases.listing import waiting
from dienests.kernel.cases.offered import persons
from dienests.kernel.cases.reading import readable
from dienests.kernel.cases.relations import own_cases
from dienests.kernel.cases.sight import visible
from dienests.kernel.cases.tests.house.institution import AT, House, a_house
from dienests.kernel.cases.verbs import perform, start
from dienests.kernel.handling.withdrawing import withdraw
from dienests.kernel.letters.notices import unseen
from dienests.kernel.log.events import Event
from dienests.kernel.procedures.refusals import Refusal

pytestmark = pytest.mark.django_db
SOON = date(2026, 11, 12)


@pytest.fixture
def house(db: None) -> House:
    return a_house()


def asked(house: House, who: str = "Jekabs", whom: str = "Liva") -> Case:
    fields = {"consultant": house[whom].pk, "question": "May I accept a book?"}
    case = start(procedure=Consultations, action="ask", actor=house.actor(who), at=AT, fields=fields)
    outbox.run_pending(at=AT)
    return case


def act(house: House, case: Case, who: str, action: str, *, days: int = 0, **fields: Any) -> Case:
    at = AT + timedelta(days=days)
    done = perform(case=case, action=action, actor=house.actor(who, at), at=at, fields=fields)
    outbox.run_pending(at=at)
    return done


@pytest.mark.parametrize("whom", ["Ilga", "Aivis", "Mara", "Liva"])
def test_E27_p18_p8_the_employee_chooses_the_manager_or_any_member_of_the_commission(house: House, whom: str) -> None:
    case = asked(house, whom=whom)
    assert (case.stage, case.due) == ("asked", None)
    assert set(waiting(house.actor(whom))[:10]) == {case}
    assert set(inbox(house.actor(whom))) == {case}
    assert act(house, case, whom, "advise", advice="Decline it kindly.").stage == "advised"


def test_E27_nobody_else_may_be_asked(house: House) -> None:
    with pytest.raises(Refusal, match="does not hold the office") as no:
        asked(house, whom="Peteris")
    assert set(no.value.fields) == {"consultant"}
    with pytest.raises(Refusal, match="nobody asks himself"):
        asked(house, who="Liva", whom="Liva")
    field = Consultation._meta.get_field("consultant")
    offered = persons(
        field, institution=house.institution.pk, on=AT.date(), opener=house["Liva"].pk, actor=house["Liva"].pk,
        rules=Consultations.rules.values(),
    )  # fmt: skip
    assert {person.given_name for person in offered} == {"Ilga", "Aivis", "Mara"}


def test_E27_the_manager_of_somebody_else_is_not_offered(house: House) -> None:
    with pytest.raises(Refusal):
        asked(house, who="Ilga", whom="Ilga")
    assert asked(house, who="Ilga", whom="Vilma").stage == "asked", "the head leads who leads a unit"


def test_p19_a_promised_day_becomes_the_term_and_may_be_renewed(house: House) -> None:
    case = act(house, asked(house), "Liva", "promise", answer_promised=SOON)
    assert (case.due, case.term_runs.get().value) == (SOON, "promised:answer_promised")
    case = act(house, case, "Liva", "promise", days=3, answer_promised=date(2026, 11, 20))
    assert case.due == date(2026, 11, 20)
    case = act(house, case, "Liva", "advise", days=8, advice="Decline it kindly.")
    assert case.due is None
    assert [run.late for run in case.term_runs.all()] == [False, False]
    with pytest.raises(Refusal, match="already passed"):
        act(house, asked(house), "Liva", "promise", answer_promised=date(2026, 10, 1))


def test_p19_the_employee_is_told_of_the_promised_day(house: House) -> None:
    case = act(house, asked(house), "Liva", "promise", answer_promised=SOON)
    assert [str(label) for label in unseen(house["Jekabs"].pk, [case])[case.pk]] == ["say when the answer comes"]
    assert [str(label) for label in unseen(house["Liva"].pk, [case])[case.pk]] == ["ask for a consultation"]


def test_p18_only_the_two_of_them_know_of_it(house: House) -> None:
    case = asked(house)
    sees = {name for name in house.people if visible(house.actor(name)).filter(pk=case.pk).exists()}
    assert sees == {"Jekabs", "Liva"}, "neither the chair nor the manager nor the head"
    record = Consultation.objects.get(pk=case.pk)
    for name in ("Jekabs", "Liva"):
        assert "question" in readable(house.actor(name), Consultations, case, record, AT)
    told = Event.objects.get(stream=case.pk).payload
    assert "May I accept a book?" not in str(told), "the log holds a hash"
    assert case in own_cases(house["Liva"].pk), "who is asked finds it under My cases"


def test_p18_an_employee_may_ask_somebody_else_instead(house: House) -> None:
    case = act(house, asked(house), "Liva", "promise", answer_promised=SOON)
    case = act(house, case, "Jekabs", "turn_elsewhere", days=1, consultant=house["Mara"].pk)
    assert (case.due, case.turn) == (None, ":consultant")
    assert not visible(house.actor("Liva")).filter(pk=case.pk).exists(), "who is asked no longer sees it no longer"
    assert act(house, case, "Mara", "advise", days=2, advice="Decline it kindly.").stage == "advised"


def test_p18_a_consultation_may_be_declined(house: House) -> None:
    case = act(house, asked(house), "Liva", "promise", answer_promised=SOON)
    case = act(house, case, "Liva", "decline", days=1, declined_because="Ask the lawyers.")
    assert (case.stage, case.due) == ("declined", None)


def test_p18_the_employee_may_withdraw_the_question(house: House) -> None:
    case = act(house, asked(house), "Liva", "promise", answer_promised=SOON)
    withdraw(case=case.pk, actor=house.actor("Jekabs"), at=AT + timedelta(days=1), submission=uuid4())
    case.refresh_from_db()
    assert (case.stage, case.due, case.closed_at) == ("withdrawn", None, AT + timedelta(days=1))


def test_p19_only_who_was_asked_promises_and_advises(house: House) -> None:
    case = asked(house)
    for who in ("Aivis", "Ilga", "Jekabs"):
        with pytest.raises(Refusal, match="Only this role"):
            act(house, case, who, "advise", advice="Take it.")
