"""What the page of a case offers to whom, why not the rest, and who entered a case for somebody else."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from dienests.conduct.outside_complaints.facade import OUTSIDER
from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.term_run import TermRun
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address, main_of

pytestmark = pytest.mark.django_db
CLERK, PRIVATE = people.NEWCOMER, OUTSIDER.rpartition(" ")[2]
COMPLAINT = {
    "complainant": "Zaiga Vīgrieze", "reply_to": "zaiga@example.org", "whom": "darbinieks", "norms": "13.4",
    "account": "Rupja valoda.",
}  # fmt: skip


def sent(house: House, who: str, action: str, **given: str) -> Case:
    """Send the form of a complaint from outside."""
    form = str(uuid4())
    place = address("start", slug="outside-complaint", action=action) + "?at=parauga-dienests"
    answer = house.client(who).post(place, COMPLAINT | {"submission": form} | given)
    assert answer.status_code == 302, answer.content.decode()
    return Case.objects.get(submission=form)


def page(house: House, who: str, case: Case) -> str:
    """Return the page of a case as a person gets it."""
    return main_of(house.client(who).get(address("case", pk=case.pk)))


def test_who_entered_a_complaint_for_another_is_an_official_there_and_no_applicant(house: House) -> None:
    case = sent(house, CLERK, "register", channel="post")
    shown = page(house, CLERK, case)
    assert "Kas ievadīja" in shown
    assert "Zaiga Vīgrieze" in shown
    for act in ("withdraw_case", "add_statement", "send_message"):
        assert f"/do/{act}/" not in shown, act
        given = {"submission": str(uuid4()), "text": "x"}
        answer = house.client(CLERK).post(address("do", pk=case.pk, act=act), given)
        assert answer.status_code in (403, 404, 409), act
    assert case.number not in main_of(house.client(CLERK).get(address("mine")))
    assert house.client(CLERK).get(address("receipt", pk=case.pk)).status_code in (302, 404)
    house.do(CLERK, case, "take_case")
    house.do(CLERK, case, "add_note", text="Zvanīju.")
    assert "Zvanīju." in page(house, CLERK, case)
    who = main_of(house.client(CLERK).get(address("desk-all") + "?who=1"))
    assert "ievadījusi amatpersona" in re.findall(rf"{case.number}.*?</tr>", who, re.DOTALL)[0]


def test_reading_what_an_official_entered_is_no_look_at_the_official(house: House) -> None:
    case = sent(house, CLERK, "register", channel="post")
    house.act(CLERK, case, "submit_to_head")
    assert "Kas ievadīja" in page(house, people.HEAD, case)
    assert not ReadEvent.objects.filter(case=case.pk, person=case.opener_id).exists()


def test_whoever_complained_is_offered_what_an_applicant_does(house: House) -> None:
    case = sent(house, PRIVATE, "submit")
    shown = page(house, PRIVATE, case)
    assert "/do/add_statement/" in shown
    assert "/do/send_message/" in shown
    assert case.number in main_of(house.client(PRIVATE).get(address("mine")))
    assert "/do/add_statement/" not in page(house, CLERK, case)


def test_what_no_stage_asks_for_is_folded_away_behind_what_it_asks_for(house: House) -> None:
    case = sent(house, CLERK, "register", channel="post")
    house.act(CLERK, case, "submit_to_head")
    shown = page(house, people.HEAD, case)
    assert shown.index("/act/assign/") < shown.index("<details") < shown.index("/act/prolong/")


def test_why_not_names_every_act_of_the_stage_with_its_paragraph(house: House) -> None:
    case = house.breach("Stāsts.")
    for who in (people.OPENER, people.CHAIR):
        view = house.client(who).get(address("case", pk=case.pk)).context["view"]
        told = page(house, who, case).partition("Kāpēc ne kas cits")[2]
        assert view.refused
        assert len(view.refused) + len(view.allowed) + len(view.also_allowed) == len(view.todo)
        for refusal in view.refused:
            assert refusal.basis is not None
            assert str(refusal.message).split("“")[0] in re.sub("&[a-z]+;", "", told)


def test_why_not_tells_nothing_of_what_may_not_be_read(house: House) -> None:
    case = sent(house, CLERK, "register", channel="post", about=str(house.person(people.ACCUSED).pk))
    house.act(CLERK, case, "submit_to_head")
    view = house.client(people.HEAD).get(address("case", pk=case.pk)).context["view"]
    (condition,) = [each for each in view.refused if each.kind == "condition"]
    vars(view)["readable"] = frozenset()
    (veiled,) = [each for each in view.refused if each.kind == "condition"]
    assert str(condition.message) != str(veiled.message)
    assert str(condition.message).partition("tikai")[2] not in str(veiled.message)


def test_a_procedure_says_who_may_begin_to_those_who_may_not(house: House) -> None:
    place = address("procedure", slug="ethics-report")
    start = address("start", slug="ethics-report", action="submit")
    assert start in main_of(house.client(None).get(place)), "who has not signed in is not judged"
    assert start in main_of(house.client(people.OPENER).get(place))
    shown = main_of(house.client(PRIVATE).get(place))
    assert start not in shown
    assert shown.count("drīkst veikt tikai") >= 1
    assert "Jūs to uzsākt nedrīkstat." in shown


def test_a_case_whose_terms_stand_still_is_suspended_on_the_desk_and_on_the_overview(house: House) -> None:
    case = sent(house, CLERK, "register", channel="post")
    on = (datetime.now(UTC) - timedelta(days=1)).date()
    before = house.client(people.HEAD).get(address("head")).context["offices"]
    TermRun.objects.filter(case=case).update(suspended_on=on, started_on=on)
    Case.objects.filter(pk=case.pk).update(due=None)
    row = re.search(rf"{case.number}</a>.*?</tr>", main_of(house.client(CLERK).get(address("desk-all"))), re.DOTALL)
    assert row is not None
    assert "apturēts" in row[0]
    after = house.client(people.HEAD).get(address("head")).context["offices"]
    assert sum(each.still for each in after) == sum(each.still for each in before) + 1


def test_a_form_that_was_changed_after_it_was_sent_is_not_taken_for_the_one_sent_before(house: House) -> None:
    case = house.submit(people.OPENER, "advice", "Vai drīkstu?")
    place, first = address("act", pk=case.pk, action="promise"), {"revision": case.revision}
    early, late = ((datetime.now(UTC) + timedelta(days=n)).date().isoformat() for n in (9, 12))
    chair = house.client(people.CHAIR)
    sent = [chair.post(place, first | {"answer_promised": day}) for day in (early, early, late)]
    assert [answer.status_code for answer in sent] == [302, 302, 409]
    assert late in main_of(sent[2]), "what was typed is kept"
    case.refresh_from_db()
    assert case.revision == first["revision"] + 1
