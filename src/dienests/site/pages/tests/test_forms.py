"""Forms: what was typed is kept, a refusal says why, sending twice does it once, and others may be quicker."""

from uuid import uuid4

import pytest
from django.test import TestCase

from dienests.kernel.cases.case import Case
from dienests.kernel.log.events import Event
from dienests.kernel.norms.parameters import value_on
from dienests.kernel.norms.proposal import Proposal
from dienests.kernel.parties.absence import Absence
from dienests.kernel.parties.mandate import Mandate
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, act_address, address, main_of

pytestmark = pytest.mark.django_db
START = {"slug": "ethics-report", "action": "submit"}
MARK = 'class="d-mark"'


def test_a_form_with_errors_keeps_what_was_typed_and_leads_to_each_field(house: House) -> None:
    typed = {"reason": "breach", "account": "Garš <stāsts> & viss.", "submission": str(uuid4())}
    answer = house.client(people.OPENER).post(address("start", **START), typed)
    page = main_of(answer)
    assert answer.status_code == 422
    assert "Garš &lt;stāsts&gt; &amp; viss." in page
    assert 'value="breach" checked' in page
    assert 'href="#about"' in page
    assert typed["submission"] in page
    assert MARK in page
    assert "<title>Kļūda: " in answer.content.decode()


def test_an_empty_form_says_what_is_missing_and_not_twice(house: House) -> None:
    page = main_of(house.client(people.OPENER).post(address("start", **START), {"reason": ""}))
    summary = page.partition("govuk-error-summary__list")[2].partition("</ul>")[0]
    assert summary.count("<li>") == 2
    assert summary.count("iemesls") <= 1


def test_nobody_reports_himself_and_is_not_even_offered(house: House) -> None:
    own = house.person(people.OPENER)
    page = main_of(house.client(people.OPENER).get(address("start", **START)))
    assert f'value="{own.pk}"' not in page
    assert f'value="{house.person(people.ACCUSED).pk}"' in page
    assert f'value="{house.person(people.OTHER_CHAIR).pk}"' not in page
    sent = {"reason": "breach", "account": "Par sevi.", "about": str(own.pk)}
    assert house.client(people.OPENER).post(address("start", **START), sent).status_code == 422


def test_a_person_of_the_other_institution_or_one_who_left_cannot_be_named(house: House) -> None:
    today = Case.objects.latest("opened_at").opened_at.date()
    left = house.person(people.ACCUSED)
    Mandate.objects.filter(person=left).update(valid_to=today)
    for person in (house.person(people.OTHER_CHAIR).pk, left.pk, uuid4(), "x"):
        sent = {"reason": "breach", "account": "Stāsts paliek.", "about": str(person)}
        answer = house.client(people.OPENER).post(address("start", **START), sent)
        assert answer.status_code == 422, person
        assert "Stāsts paliek." in main_of(answer)


def test_sending_a_report_twice_makes_one_case_and_one_receipt(house: House) -> None:
    sent = {"reason": "advice", "account": "Vai drīkst?", "submission": str(uuid4())}
    before = Case.objects.count()
    client = house.client(people.OPENER)
    first, second = (client.post(address("start", **START), sent) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == before + 1
    # Another person who knows the id of the form gets a case of his own or none, never that of the first.
    other = house.client(people.COLLEAGUE).post(address("start", **START), sent)
    assert other.status_code != 302 or other["Location"] != first["Location"]


def test_the_same_act_sent_twice_is_done_once_and_told_as_done(house: House) -> None:
    case = house.breach("Ziņojums.")
    client, seen = house.client(people.CHAIR), {"revision": case.revision}
    first, second = (client.post(act_address(case, "convene"), seen) for _ in range(2))
    assert first["Location"] == second["Location"] == f"{address('case', pk=case.pk)}#done"
    assert Event.objects.filter(stream=case.pk, act="convene").count() == 1
    assert 'id="done"' in main_of(client.get(address("case", pk=case.pk)))
    assert 'id="done"' not in main_of(house.client(people.MEMBER).get(address("case", pk=case.pk)))


def test_who_comes_second_is_told_who_did_what_and_keeps_what_was_typed(house: House) -> None:
    case = house.breach("Ziņojums.")
    house.act(people.CHAIR, case, "convene")
    seen = case.revision
    house.act(people.CHAIR, case, "dismiss", result="Nav pārkāpuma.")
    late = {"revision": seen, "proposal": "Mans garais ierosinājums."}
    answer = house.client(people.CHAIR).post(act_address(case, "propose"), late)
    page = main_of(answer)
    assert answer.status_code == 409
    assert "Mans garais ierosinājums." in page
    assert people.CHAIR in page
    assert MARK in page
    case.refresh_from_db()
    assert case.stage == "informing"


def test_an_act_that_is_not_for_the_reader_says_whose_it_is_with_its_paragraph(house: House) -> None:
    case = house.breach("Ziņojums.")
    for name, action in ((people.OPENER, "convene"), (people.CHAIR, "advise"), (people.CHAIR, "inform")):
        for answer in (
            house.client(name).get(act_address(case, action)),
            house.client(name).post(act_address(case, action), {"revision": case.revision}),
        ):
            assert answer.status_code in (403, 422), (name, action)
            assert MARK in main_of(answer)
        assert "<textarea" not in main_of(house.client(name).get(act_address(case, action)))


def test_an_outsider_to_a_service_is_told_for_whom_it_is(house: House) -> None:
    place = address("start", slug="ethics-report", action="submit")
    Mandate.objects.filter(person=house.person(people.NEWCOMER), office__slug="employee").delete()
    answer = house.client(people.NEWCOMER).get(place)
    assert answer.status_code == 403
    assert MARK in main_of(answer)


def test_a_session_that_ended_does_not_swallow_what_was_typed(house: House) -> None:
    answer = house.client(None).post(address("start", **START), {"account": "Garš stāsts."})
    assert answer.status_code == 403
    assert "Location" not in answer


def test_a_promised_day_is_checked_and_becomes_the_term(house: House) -> None:
    case = house.submit(people.OPENER, "advice", "Vai drīkst?")
    past = house.client(people.CHAIR).post(
        act_address(case, "promise"), {"revision": case.revision, "answer_promised": "2020-01-01"}
    )
    assert past.status_code == 422
    assert 'value="2020-01-01"' in main_of(past)
    wrong = house.client(people.CHAIR).post(
        act_address(case, "promise"), {"revision": case.revision, "answer_promised": "rīt"}
    )
    assert wrong.status_code == 422
    assert 'value="rīt"' in main_of(wrong)
    house.act(people.CHAIR, case, "promise", answer_promised="2031-03-03")
    assert "03.03.2031." in main_of(house.client(people.OPENER).get(address("mine")))


def test_the_basis_of_a_parameter_stands_beside_the_term_that_it_set(house: House) -> None:
    case = house.breach("Ziņojums.")
    house.act(people.CHAIR, case, "convene")
    page = main_of(house.client(people.CHAIR).get(address("case", pk=case.pk)))
    assert "parauga rīkojums Nr. 1" in page
    assert 'class="d-unset"' in page


def test_a_reprisal_names_an_own_earlier_message_only(house: House) -> None:
    own, foreign = (
        house.submit(people.OPENER, "advice", "Jautājums."),
        house.submit(people.COLLEAGUE, "advice", "Cits."),
    )
    place = address("start", slug="ethics-report", action="complain")
    page = main_of(house.client(people.OPENER).get(place))
    assert own.number in page
    assert str(foreign.pk) not in page
    sent = {"earlier": str(foreign.pk), "about": str(house.person(people.ACCUSED).pk), "account": "Stāsts."}
    assert house.client(people.OPENER).post(place, sent).status_code == 422
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = house.client(people.OPENER).post(place, sent | {"earlier": str(own.pk)})
    assert answer.status_code == 302


def test_a_manager_brings_a_dispute_of_the_own_staff_only(house: House) -> None:
    place = address("start", slug="ethics-report", action="bring")
    own = {"account": "Strīds.", "tried": "Sarunas.", "party": str(house.person(people.ACCUSED).pk)}
    foreign = house.client(people.MANAGER).post(place, own | {"party": str(house.person(people.COLLEAGUE).pk)})
    assert foreign.status_code == 422
    assert "Sarunas." in main_of(foreign)
    assert house.client(people.MANAGER).post(place, own).status_code == 302


def test_administration_keeps_what_was_typed_and_records_with_its_basis(house: House) -> None:
    client, chair = house.client(people.ADMINISTRATOR), house.person(people.CHAIR)
    wrong = client.post(address("absences"), {"person": str(chair.pk), "valid_from": "2026-13-45", "basis": "Rīk. 5"})
    assert wrong.status_code == 422
    assert "Rīk. 5" in main_of(wrong)
    done = client.post(address("absences"), {"person": str(chair.pk), "valid_from": "2031-01-05", "basis": "Rīk. 5"})
    assert done["Location"] == f"{address('absences')}#done"
    absence = Absence.objects.get(person=chair, valid_to=None)
    back = address("return", pk=absence.pk)
    unsaid = client.post(back, {"on": "", "basis": "Rīk. 6"})
    assert unsaid.status_code == 422
    assert "Rīk. 6" in main_of(unsaid)
    assert client.post(back, {"on": "2031-02-01", "basis": "Rīk. 6"}).status_code == 302


def test_a_parameter_is_set_with_its_basis_and_from_its_day(house: House) -> None:
    client = house.client(people.ADMINISTRATOR)
    place = address("parameter", slug="ethics-case.examination")
    sent = {"unit": "working_days", "n": "", "valid_from": "2031-01-01", "basis": "Reglaments, 4. punkts"}
    wrong = client.post(place, sent)
    assert wrong.status_code == 422
    assert "Reglaments, 4. punkts" in main_of(wrong)
    assert client.post(place, sent | {"n": "15", "unconfirmed": "on"}).status_code == 302
    mandate = Mandate.objects.select_related("office").get(
        person=house.person(people.ADMINISTRATOR), office__slug="administrator"
    )
    day = Case.objects.latest("opened_at").opened_at.date().replace(year=2031, month=5)
    institution = mandate.office.institution_id
    assert value_on(institution, "ethics-case.examination", day) is None, "a proposal changes nothing"
    proposal = address("parameter-proposal", pk=Proposal.objects.get().pk)
    assert client.post(proposal, {"decision": "approve"}).status_code == 422, "nobody decides on an own proposal"
    assert house.client(people.CHAIR).get(proposal).status_code == 404
    head = house.client(people.HEAD)
    assert head.post(proposal, {"decision": "reject", "reasons": ""}).status_code == 422
    assert head.post(proposal, {"decision": "approve"}).status_code == 302
    assert value_on(institution, "ethics-case.examination", day) == "working_days:15"
    shown = main_of(client.get(place))
    assert "Reglaments, 4. punkts" in shown
    assert "neapstiprināts" in shown
    assert head.post(proposal, {"decision": "approve"}).status_code == 200, "decided: there is nothing to send"


def test_appointing_and_ending_a_mandate(house: House) -> None:
    client, person = house.client(people.ADMINISTRATOR), house.person(people.NEWCOMER)
    office = Mandate.objects.get(person=house.person(people.PERSONNEL), office__slug="personnel").office
    sent = {
        "office": office.pk,
        "person": str(person.pk),
        "valid_from": "2031-01-01",
        "valid_to": "2030-01-01",
        "basis": "Rīk. 8",
    }
    wrong = client.post(address("appoint"), sent)
    assert wrong.status_code == 422
    assert "Rīk. 8" in main_of(wrong)
    assert client.post(address("appoint"), sent | {"valid_to": ""}).status_code == 302
    mandate = Mandate.objects.get(person=person, office=office)
    place = address("end-mandate", pk=mandate.pk)
    assert client.post(place, {"valid_to": "2030-01-01", "basis": "Rīk. 9"}).status_code == 422
    assert client.post(place, {"valid_to": "2032-01-01", "basis": "Rīk. 9"}).status_code == 302
    mandate.refresh_from_db()
    assert str(mandate.valid_to) == "2032-01-01"
