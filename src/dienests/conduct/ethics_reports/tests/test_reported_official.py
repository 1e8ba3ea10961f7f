"""A report about an official: who is reported on neither sees the case nor acts; for the chair the deputy acts."""

from datetime import timedelta

import pytest

from dienests.conduct.ethics_cases.facade import ETHICS_CASE
from dienests.conduct.ethics_reports.procedure import EthicsReports
from dienests.conduct.ethics_reports.tests.given import (
    AT,
    SINCE,
    TODAY,
    House,
    act,
    appoint_to,
    away,
    heard,
    proposed,
    record_of,
    report,
)
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.inbox import inbox
from dienests.kernel.cases.reading import may_know_opener, readable, why
from dienests.kernel.cases.sight import visible
from dienests.kernel.cases.verbs import perform, todo
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.appointments import end_mandate
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.registry import newest


def allowed(house: House, case: Case, who: str) -> list[str]:
    """Return what a person may do in a case now."""
    fresh = Case.objects.get(pk=case.pk)
    found = todo(fresh, record_of(case), house.actor(who), at=AT)
    return [possible.action.name for possible in found if possible.allowed]


@pytest.mark.parametrize("office", ["Aivis", "Mara", "Liva", "Vilma", "Ojars", "Ilga", "Peteris"])
def test_E34_whoever_is_reported_on_has_no_part_in_any_stage(house: House, office: str) -> None:
    handler = "Mara" if office == "Aivis" else "Aivis"
    case = report(house, about=house[office])
    for step in ("received", "convene", "dismiss"):
        if step != "received":
            case = act(house, case, handler, step, **({"result": "No breach."} if step == "dismiss" else {}))
        actor = house.actor(office)
        assert not visible(actor).filter(pk=case.pk).exists(), step
        assert not inbox(actor).filter(pk=case.pk).exists(), step
        assert allowed(house, case, office) == []
        assert readable(actor, EthicsReports, case, record_of(case), AT) == frozenset()
        assert not may_know_opener(actor, EthicsReports, case)
        assert why(actor, EthicsReports, case, AT) == []


def test_a_person_reported_on_is_refused_in_the_words_for_a_case_that_does_not_exist(house: House) -> None:
    case = report(house, about=house["Aivis"])
    with pytest.raises(Refusal) as refused:
        act(house, case, "Aivis", "convene")
    absent = Case(pk=house["Aivis"].pk, procedure="ethics-report", version=1)
    with pytest.raises(Refusal) as unknown:
        perform(case=absent, action="convene", actor=house.actor("Aivis"), at=AT)
    assert str(refused.value) == str(unknown.value)
    assert (refused.value.kind, refused.value.basis) == (unknown.value.kind, unknown.value.basis)


def test_the_deputy_handles_a_report_about_the_chair_though_the_chair_is_there(house: House) -> None:
    case = report(house, about=house["Aivis"])
    deputy = house.actor("Mara")
    assert list(inbox(deputy)) == [case]
    assert allowed(house, case, "Mara") == ["convene"]
    assert "account" in readable(deputy, EthicsReports, case, record_of(case), AT)
    assert [reason.stands_in for reason in why(deputy, EthicsReports, case, AT)] == [True]
    case = act(house, case, "Mara", "convene")
    case = act(house, case, "Mara", "propose", proposal="Point 14.4 may have been broken.")
    event = Event.objects.filter(stream=case.pk).latest("position")
    assert event.payload["stands_in_for"] == "ethics-chair"
    assert event.mandate == house["Mara"].mandates.get(office__slug="ethics-deputy-chair").pk


def test_the_breach_case_about_the_chair_is_the_deputys_too(house: House) -> None:
    case = act(house, report(house, about=house["Aivis"]), "Mara", "convene")
    case = act(house, case, "Mara", "propose", proposal="Point 14.4 may have been broken.")
    breach = act(house, case, "Vilma", "open_case", reasons="It is grave.").children.get()
    assert breach in inbox(house.actor("Mara"))
    assert not visible(house.actor("Aivis")).exists()
    with pytest.raises(Refusal):
        act(house, breach, "Aivis", "decide", finding="none", grounds="I did nothing.")
    assert act(house, breach, "Mara", "decide", finding="none", grounds="The witnesses differ.").stage == "decided"
    assert newest()[ETHICS_CASE].exclusions["accused"].field == "about"


def test_the_deputy_has_no_other_case_of_a_present_chair(house: House) -> None:
    elses = report(house)
    own = report(house, about=house["Aivis"])
    assert {case.pk for case in visible(house.actor("Mara"))} == {own.pk}
    assert allowed(house, elses, "Mara") == []
    assert {case.pk for case in visible(house.actor("Aivis"))} == {elses.pk}


def test_a_report_about_the_deputy_waits_for_the_chair(house: House) -> None:
    case = report(house, about=house["Mara"])
    away(house, "Aivis")
    assert not visible(house.actor("Mara")).exists()
    with pytest.raises(Refusal):
        act(house, case, "Mara", "convene")
    assert allowed(house, case, "Aivis") == ["convene"]


def test_a_new_chair_takes_over_what_the_deputy_held(house: House) -> None:
    case = report(house, about=house["Aivis"])
    mandate = house["Aivis"].mandates.get(office__slug="ethics-chair")
    end_mandate(mandate=mandate, valid_to=TODAY, basis="order 2", by=SYSTEM, at=AT)
    appoint_to(house, "Erika", "ethics-chair", start=TODAY)
    assert allowed(house, case, "Erika") == ["convene"]
    assert allowed(house, case, "Mara") == []
    assert not visible(house.actor("Mara")).exists()


def test_who_becomes_chair_later_is_still_excluded(house: House) -> None:
    case = report(house, about=house["Peteris"])
    mandate = house["Aivis"].mandates.get(office__slug="ethics-chair")
    end_mandate(mandate=mandate, valid_to=TODAY, basis="order 2", by=SYSTEM, at=AT)
    appoint_to(house, "Peteris", "ethics-chair", start=TODAY)
    assert not visible(house.actor("Peteris")).exists()
    assert list(inbox(house.actor("Mara"))) == [case]
    assert act(house, case, "Mara", "convene").stage == "hearing"


def test_the_deputy_of_the_other_institution_has_no_part(house: House, other: House) -> None:
    case = report(house, about=house["Aivis"])
    assert not visible(other.actor("Rasma")).exists()
    with pytest.raises(Refusal):
        perform(case=case, action="convene", actor=other.actor("Rasma"), at=AT)


def test_a_head_who_is_reported_on_never_opens_the_own_case(house: House) -> None:
    case = heard(house, about=house["Vilma"])
    with pytest.raises(Refusal) as refused:
        act(house, case, "Aivis", "propose", proposal="Point 14.10.")
    assert refused.value.kind == "condition"
    assert not visible(house.actor("Vilma")).exists()
    assert visible(house.actor("Vilma")).count() == 0
    assert proposed(house) in visible(house.actor("Vilma"))


def test_reporter_and_reported_may_both_hold_offices(house: House) -> None:
    case = report(house, "Liva", about=house["Aivis"])
    assert visible(house.actor("Liva")).get() == case
    appoint_to(house, "Liva", "personnel", start=SINCE + timedelta(days=1))
    assert visible(house.actor("Liva")).get() == case


def test_lists_ask_one_query_for_everybody(house: House, django_assert_num_queries: object) -> None:
    report(house, about=house["Aivis"])
    for who in ("Aivis", "Mara", "Jekabs"):
        actor = house.actor(who)
        with django_assert_num_queries(1):  # type: ignore[operator]
            list(visible(actor))
        with django_assert_num_queries(1):  # type: ignore[operator]
            list(inbox(actor))
