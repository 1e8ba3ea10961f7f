"""Save and go on later, through the pages: the code comes once, a form comes back as it was left and is sent once."""

import re
from typing import Any
from uuid import uuid4

import pytest

from dienests.kernel.cases.case import Case
from dienests.kernel.drafts.draft import Draft
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, act_address, address, main_of

STORY = "Kanarijputniņa stāsts"
START = {"slug": "ethics-report", "action": "submit"}
CODE = re.compile(r"(?:[A-Z2-7]{4}-){7}[A-Z2-7]{4}")


def _kept(house: House, who: str = people.OPENER, **more: str) -> str:
    given = {"submission": str(uuid4()), "reason": "breach", "account": STORY, "later": "1", **more}
    answer = house.client(who).post(address("start", **START), given)
    assert answer.status_code == 200, answer.content.decode()
    found = CODE.search(main_of(answer))
    assert found is not None
    return found.group()


def _opened(house: House, code: str, who: str = people.OPENER) -> Any:
    return house.client(who).post(address("drafts"), {"code": code})


def _hidden(answer: Any) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', main_of(answer)))


def test_a_start_form_is_kept_and_comes_back_as_it_was_left(house: House) -> None:
    code = _kept(house, about=str(house.person(people.ACCUSED).pk))
    assert not Case.objects.filter(submission=Draft.objects.get().submission).exists(), "nothing was sent"
    answer = _opened(house, code)
    assert answer.status_code == 200
    page = main_of(answer)
    assert STORY in page
    assert f'action="{address("start", **START)}"' in page
    assert re.search(r'value="breach"[^>]*checked|checked[^>]*value="breach"', page)
    sent = house.client(people.OPENER).post(
        address("start", **START),
        {**_hidden(answer), "reason": "breach", "account": STORY, "about": str(house.person(people.ACCUSED).pk)},
    )
    assert sent.status_code == 302, main_of(sent)
    draft = Draft.objects.get()
    assert draft.content is None
    assert draft.case == Case.objects.get(submission=draft.submission)


def test_a_draft_opened_twice_is_sent_once(house: House) -> None:
    code = _kept(house)
    here, there = _hidden(_opened(house, code)), _hidden(_opened(house, code))
    given = {"reason": "advice", "account": STORY}
    assert house.client(people.OPENER).post(address("start", **START), {**here, **given}).status_code == 302
    again = house.client(people.OPENER).post(address("start", **START), {**there, **given, "account": "Cits stāsts"})
    assert again.status_code == 409
    case = Case.objects.get(submission=here["submission"])
    assert address("case", pk=case.pk) in main_of(again)
    later = house.client(people.OPENER).post(address("start", **START), {**there, **given, "later": "1"})
    assert later.status_code == 409
    assert _opened(house, code).status_code == 409
    assert Case.objects.filter(submission=here["submission"]).count() == 1


def test_the_last_saving_holds_and_says_so(house: House) -> None:
    code = _kept(house)
    here, there = _hidden(_opened(house, code)), _hidden(_opened(house, code))
    place = address("start", **START)
    first = house.client(people.OPENER).post(place, {**here, "account": "Pirmais", "later": "1"})
    second = house.client(people.OPENER).post(place, {**there, "account": "Otrais", "later": "1"})
    assert "govuk-inset-text" not in main_of(first)
    assert "govuk-inset-text" in main_of(second)
    assert code in main_of(second)
    assert "Otrais" in main_of(_opened(house, code))


def test_a_wrong_code_and_the_code_of_somebody_else_get_the_same_answer(house: House) -> None:
    theirs = _kept(house, who=people.COLLEAGUE)
    wrong = "-".join(["ABCD"] * 8)
    answers = [_opened(house, code) for code in (theirs, wrong, "")]
    assert {each.status_code for each in answers} == {422}
    sentences = {re.sub(r' value="[^"]*"', "", main_of(each)) for each in answers}
    assert len(sentences) == 1
    assert STORY not in sentences.pop()


def test_an_act_is_kept_and_goes_on_from_the_case_as_it_is_then(house: House) -> None:
    case = house.submit(people.OPENER, "advice", "Jautājums.")
    place = act_address(case, "advise")
    given = {"submission": str(uuid4()), "revision": "1", "answer": "Atbildes sākums", "later": "1"}
    code = CODE.search(main_of(house.client(people.CHAIR).post(place, given)))
    assert code is not None
    house.act(people.CHAIR, case, "promise", answer_promised="2031-01-06")
    answer = _opened(house, code.group(), people.CHAIR)
    assert "Atbildes sākums" in main_of(answer)
    sent = house.client(people.CHAIR).post(place, {**_hidden(answer), "answer": "Atbilde"})
    assert sent.status_code == 302, main_of(sent)
    case.refresh_from_db()
    assert case.closed_at is not None
    assert Draft.objects.get().case == case


def test_a_draft_of_an_act_that_can_no_more_be_done_says_why(house: House) -> None:
    case = house.submit(people.OPENER, "advice", "Jautājums.")
    given = {"submission": str(uuid4()), "revision": "1", "answer": "Atbildes sākums", "later": "1"}
    code = CODE.search(main_of(house.client(people.CHAIR).post(act_address(case, "advise"), given)))
    assert code is not None
    house.act(people.CHAIR, case, "advise", answer="Cita atbilde")
    assert _opened(house, code.group(), people.CHAIR).status_code in (200, 403)


@pytest.mark.parametrize("place", ["drafts"])
def test_guesses_are_slowed_down_and_lock_nobody_out(house: House, place: str) -> None:
    code = _kept(house, who=people.COLLEAGUE)
    client = house.client(people.OPENER)
    answers = [client.post(address(place), {"code": f"A{number}"}).status_code for number in range(45)]
    assert answers[-1] == 429
    assert _opened(house, code, people.COLLEAGUE).status_code == 200, "others are not held up"
