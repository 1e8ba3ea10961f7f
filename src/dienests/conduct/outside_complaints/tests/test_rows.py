"""Complaints from outside by paragraph and by row: how they come in, who hands them over, when they are answered."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from dienests.conduct.outside_complaints.models import OutsideComplaint
from dienests.conduct.outside_complaints.procedure import OutsideComplaints
from dienests.kernel.access.accounts import open_account
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases import outbox
from dienests.kernel.cases.balloting import call_vote, close_vote, vote
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.reading import readable
from dienests.kernel.cases.sight import visible
from dienests.kernel.cases.tests.house.institution import AT, HOW, SINCE, House, a_house, appoint_to
from dienests.kernel.cases.verbs import perform, start
from dienests.kernel.letters.models import Letter, Notice
from dienests.kernel.letters.reading import readable_letters
from dienests.kernel.log.events import Event
from dienests.kernel.norms.declared import every
from dienests.kernel.norms.parameters import set_parameter
from dienests.kernel.parties.people import register_person
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.registry import find
from dienests.kernel.procedures.roles import Group

pytestmark = pytest.mark.django_db
BLOCKS = {
    "complainant": "Anda Ceļniece", "reply_to": "anda@example.org", "whom": "Pēteris, inspector", "norms": "13.4",
    "account": "He shouted at me at the counter.",
}  # fmt: skip


@pytest.fixture
def house(db: None) -> House:
    house = a_house()
    appoint_to(house, "Erika", "registry")
    for what, value in {"quorum": "half", "majority": "most", "tie": "nothing"}.items():
        slug = f"ethics-member.{what}"
        set_parameter(institution=house.institution, slug=slug, value=value, valid_from=SINCE, **HOW)
    anda = house.people["Anda"] = register_person(given_name="Anda", family_name="Ceļniece", **HOW)
    open_account(person=anda, login="anda", **HOW)
    return house


def law(house: House, answer: str = "months:1", extension: str = "months:4") -> None:
    for slug, value in (("answer", answer), ("answer-extension", extension)):
        set_parameter(
            institution=house.institution, slug=f"outside-complaint.{slug}", value=value, valid_from=SINCE, **HOW
        )


def entered(house: House, **fields: Any) -> Case:
    """Return a complaint that came by post and was entered; a block given as None is missing."""
    given = {name: value for name, value in ({"channel": "post"} | BLOCKS | fields).items() if value is not None}
    return start(
        procedure=OutsideComplaints, action="register", actor=house.actor("Erika"), at=AT, fields=given,
        institution=house.institution.pk,
    )  # fmt: skip


def submitted(house: House, who: str = "Anda", **fields: Any) -> Case:
    return start(
        procedure=OutsideComplaints, action="submit", actor=house.actor(who), at=AT, fields=BLOCKS | fields,
        institution=house.institution.pk,
    )  # fmt: skip


def act(house: House, case: Case, who: str, action: str, *, days: int = 0, **fields: Any) -> Case:
    at = AT + timedelta(days=days)
    vote_for(house, case, who, action, at)
    perform(case=case, action=action, actor=house.actor(who, at), at=at, fields=fields)
    outbox.run_pending(at=at)
    return Case.objects.get(pk=case.pk)


def vote_for(house: House, case: Case, who: str, action: str, at: datetime) -> None:
    """Let the members vote for an act of the Commission, where the matter allows it."""
    body = find(case.procedure, case.version).actions[action].by
    if not isinstance(body, Group):
        return
    chair = house.actor(who, at)
    ballot = call_vote(case=case, body=body, sitting_on=local_date(at), actor=chair, at=at)
    for name in house.people:
        with suppress(Refusal):
            vote(ballot=ballot, choice=action, actor=house.actor(name, at), at=at)
    close_vote(ballot=ballot, actor=chair, at=at)


def handed_over(house: House, about: str = "Peteris", who: str = "Vilma", **fields: Any) -> Case:
    case = act(house, entered(house, about=house[about].pk, **fields), "Erika", "submit_to_head", days=1)
    return act(house, case, who, "hand_over", days=2)


def sees(house: House, case: Case) -> set[str]:
    return {name for name in house.people if visible(house.actor(name)).filter(pk=case.pk).exists()}


@pytest.mark.parametrize("channel", ["e-address", "e-mail", "post"])
def test_E40_p30_a_complaint_from_outside_is_entered_by_the_channel_it_came_through(house: House, channel: str) -> None:
    case = entered(house, channel=channel)
    assert (case.stage, OutsideComplaint.objects.get(pk=case.pk).channel) == ("received", channel)
    assert sees(house, case) == {"Erika"}, "nobody but the records office until it is passed on"


def test_E40_a_person_without_an_office_complains_in_the_form(house: House) -> None:
    case = submitted(house)
    assert OutsideComplaint.objects.get(pk=case.pk).channel == "online"
    assert sees(house, case) == {"Erika", "Anda"}


def test_E40_an_employee_does_not_complain_from_outside(house: House) -> None:
    with pytest.raises(Refusal, match="person from outside"):
        submitted(house, who="Jekabs")


@pytest.mark.parametrize("block", ["complainant", "whom", "norms", "account"])
def test_E41_p31_a_missing_block_is_requested_and_the_answer_waits(house: House, block: str) -> None:
    law(house)
    case = entered(house, **{block: None})
    assert case.due == date(2026, 12, 2)
    with pytest.raises(Refusal, match="has all four blocks"):
        act(house, case, "Erika", "submit_to_head")
    case = act(house, case, "Erika", "ask_more", days=2, missing="State what happened.")
    still = case.term_runs.get(slug="answer")
    assert (case.stage, case.due, still.suspended_on) == ("lacking", None, date(2026, 11, 4))
    case = act(house, case, "Erika", "enter", days=9, **{block: BLOCKS[block]})
    assert (case.stage, case.due) == ("received", date(2026, 12, 9)), "seven days later"
    assert act(house, case, "Erika", "submit_to_head", days=9).stage == "before_head"


def test_E41_the_request_is_a_letter_and_who_has_an_account_answers_it_there(house: House) -> None:
    law(house)
    case = act(house, submitted(house), "Erika", "submit_to_head")
    assert not Letter.objects.exists(), "nothing was missing"
    case = entered(house, norms=None)
    act(house, case, "Erika", "ask_more", missing="Name the norms.")
    letter = Letter.objects.get()
    assert (letter.slug, letter.participant) == ("request", None)
    assert all(words in letter.html for words in ("Anda Ceļniece", "anda@example.org", "Name the norms."))
    assert readable_letters(house.actor("Erika"), case) == [letter]


def test_E41_a_complainant_with_an_account_adds_what_is_missing(house: House) -> None:
    case = submitted(house)
    OutsideComplaint.objects.filter(pk=case.pk).update(norms="")
    act(house, case, "Erika", "ask_more", days=1, missing="Name the norms.")
    assert Letter.objects.get().participant.person_id == house["Anda"].pk
    assert Notice.objects.filter(person=house["Anda"], seen_at=None).values_list("act", flat=True)[0] == "ask_more"
    case = act(house, case, "Anda", "complete", days=2, norms="13.4")
    assert case.stage == "received"
    assert OutsideComplaint.objects.get(pk=case.pk).norms == "13.4"


def test_E41_what_is_never_completed_is_left_and_the_complainant_is_told(house: House) -> None:
    law(house)
    case = act(house, entered(house, norms=None), "Erika", "ask_more", days=1, missing="Name the norms.")
    case = act(house, case, "Erika", "leave", days=60, message="Nothing came.")
    assert (case.stage, case.due) == ("left", None)
    assert not case.term_runs.get(slug="answer").late, "it stood still"
    assert set(Letter.objects.values_list("slug", flat=True)) == {"request", "reply"}


def test_E42_p32_the_head_hands_over_what_is_about_an_employee(house: House) -> None:
    case = act(house, entered(house, about=house["Peteris"].pk), "Erika", "submit_to_head", days=1)
    assert sees(house, case) == {"Erika", "Vilma"}, "the Commission only after the hand-over"
    case = act(house, case, "Vilma", "hand_over", days=2)
    assert case.stage == "hearing"
    assert sees(house, case) == {"Erika", "Vilma", "Aivis", "Mara", "Liva"}, "and the personnel when it answers"
    done = Event.objects.filter(stream=case.pk).latest("position")
    assert (done.act, done.basis, done.at) == ("hand_over", "vpd-ethics-code-2026:32", AT + timedelta(days=2))


def test_E42_what_is_about_nobody_is_answered_without_the_commission(house: House) -> None:
    case = act(house, entered(house), "Erika", "submit_to_head")
    with pytest.raises(Refusal, match="is about a specific employee"):
        act(house, case, "Vilma", "hand_over")
    assert act(house, case, "Vilma", "assign").stage == "answering"


def test_E42_whom_it_is_about_has_no_part_in_it(house: House) -> None:
    case = handed_over(house, about="Liva")
    assert "Liva" not in sees(house, case)
    case = act(house, entered(house, about=house["Vilma"].pk), "Erika", "submit_to_head", days=1)
    assert sees(house, case) == {"Erika", "Ojars"}, "the personnel department hands over in the head's place"
    case = act(house, case, "Ojars", "hand_over", days=2)
    with pytest.raises(Refusal, match="whom the head of the Service may judge"):
        act(house, case, "Aivis", "propose", days=3, proposal="A breach.")
    case = act(house, case, "Aivis", "refer", days=3, proposal="A breach.", result="It was handed over.")
    assert case.stage == "answering"


def test_p26_the_commission_proposes_and_the_head_opens_a_breach_case(house: House) -> None:
    case = act(house, handed_over(house), "Aivis", "propose", days=5, proposal="Point 13.4 may have been broken.")
    case = act(house, case, "Vilma", "open_case", days=6, reasons="It is serious.")
    assert case.stage == "in_breach_case"
    below = case.children.get()
    assert below.procedure == "ethics-case"
    act(house, below, "Aivis", "decide", days=20, finding="breach", grounds="He admitted it.")
    case.refresh_from_db()
    assert case.stage == "answering"


def test_E43_p33_the_term_of_the_law_is_a_parameter_and_not_invented(house: House) -> None:
    assert {each.slug for each in every()} >= {"outside-complaint.answer", "outside-complaint.answer-extension"}
    case = entered(house)
    assert (case.due, case.term_runs.get().value) == (None, "")
    law(house)
    assert entered(house).due == date(2026, 12, 2)


def test_E43_two_terms_run_and_the_earliest_is_shown(house: House) -> None:
    law(house)
    set_parameter(
        institution=house.institution,
        slug="outside-complaint.sitting",
        value="working_days:10",
        valid_from=SINCE,
        **HOW,
    )
    case = handed_over(house)
    assert {run.slug: run.due for run in case.term_runs.all()} == {
        "answer": date(2026, 12, 2), "sitting": date(2026, 11, 19),
    }  # fmt: skip
    assert case.due == date(2026, 11, 19)
    assert act(house, case, "Aivis", "dismiss", days=10, result="No breach.").due == date(2026, 12, 2)


def test_E43_the_answer_is_extended_once_with_reasons_and_a_letter(house: House) -> None:
    law(house)
    case = act(house, handed_over(house), "Vilma", "prolong", days=20, extended_because="Two witnesses are away.")
    assert case.due == date(2027, 3, 2), "four months from the day of entry"
    letter = Letter.objects.get(slug="longer")
    assert "02.03.2027." in letter.html
    assert "Two witnesses are away." in letter.html
    with pytest.raises(Refusal, match="extended once already"):
        act(house, case, "Vilma", "prolong", days=21, extended_because="Again.")
    with pytest.raises(Refusal) as no:
        act(house, handed_over(house), "Vilma", "prolong", days=3)
    assert set(no.value.fields) == {"extended_because"}


def test_E43_the_personnel_department_drafts_and_sends_the_answer(house: House) -> None:
    law(house)
    case = act(house, handed_over(house), "Aivis", "dismiss", days=5, result="No breach.")
    assert "Ojars" in sees(house, case)
    case = act(house, case, "Ojars", "inform", days=6, message="The Commission found no breach.")
    assert (case.stage, case.due, case.term_runs.get(slug="answer").late) == ("answered", None, False)
    letter = Letter.objects.get(slug="reply")
    assert "The Commission found no breach." in letter.html
    assert "shouted" not in letter.html


def test_E43_nobody_of_the_personnel_department_answers_about_himself(house: House) -> None:
    case = act(house, handed_over(house, about="Ojars"), "Aivis", "dismiss", days=5, result="No breach.")
    assert "Ojars" not in sees(house, case)
    case = act(house, case, "Aivis", "inform_instead", days=6, message="The Commission found no breach.")
    assert case.stage == "answered"


def test_p31_the_head_and_the_personnel_read_no_more_than_they_need(house: House) -> None:
    case = act(house, handed_over(house), "Aivis", "dismiss", days=5, result="No breach.")
    record = OutsideComplaint.objects.get(pk=case.pk)
    head, chair = (readable(house.actor(name), OutsideComplaints, case, record, AT) for name in ("Vilma", "Aivis"))
    assert not {"complainant", "reply_to"} & (head | chair), "who complained is nobody's but theirs who answer"
    assert {"complainant", "reply_to"} <= readable(house.actor("Ojars"), OutsideComplaints, case, record, AT)
    assert "proposal" not in readable(house.actor("Ojars"), OutsideComplaints, case, record, AT)
