"""Keeping and erasing through the pages: the list, its confirmation, a hold, a case after erasing, rectifying."""

from pathlib import Path
from uuid import uuid4

import pytest

from dienests.conduct.ethics_reports.models import EthicsReport
from dienests.kernel.log.events import Event
from dienests.kernel.log.verify import verify
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address
from dienests.site.pages.tests.states_of_retention import closed_long_ago, keep

pytestmark = pytest.mark.django_db
WORD = "Kanarijputniņš"
FIGURES = (("retention", "figures"), ("head", "kept"))


@pytest.fixture(autouse=True)
def _a_list_of_its_own(settings: object, tmp_path: Path) -> None:
    settings.LOG_DIR = tmp_path  # type: ignore[attr-defined]


def text(answer: object) -> str:
    """Return what a page says."""
    return answer.content.decode()  # type: ignore[attr-defined]


def test_the_officer_sees_numbers_only_and_confirms_before_erasing(house: House) -> None:
    case = closed_long_ago(house, WORD)
    keep(case, "report-content")
    officer, place = house.client(people.DATA_OFFICER), address("retention")
    assert "1 case holds data that are due" in text(officer.get("/en" + address("desk")))
    shown = text(officer.get(place))
    assert case.number in shown
    assert WORD not in shown
    assert people.COLLEAGUE not in shown
    asked = officer.post(place, {"case": str(case.pk), "submission": str(uuid4())})
    assert asked.status_code == 200
    assert "nomenklatūra, 7. punkts" in text(asked)
    assert EthicsReport.objects.get(pk=case.pk).account == WORD
    done = officer.post(place, {"case": str(case.pk), "confirmed": "1", "submission": str(uuid4())})
    assert done.status_code == 302
    assert EthicsReport.objects.get(pk=case.pk).account == ""
    assert case.number not in text(officer.get(place))
    assert not verify().breaks


def test_after_erasing_the_page_says_what_when_and_why(house: House) -> None:
    case = closed_long_ago(house, WORD)
    keep(case, "report-content")
    form = {"case": str(case.pk), "confirmed": "1", "submission": str(uuid4())}
    house.client(people.DATA_OFFICER).post(address("retention"), form)
    page = house.client(people.CHAIR).get("/en" + address("case", pk=case.pk))
    assert page.status_code == 200
    shown = text(page)
    assert "Data of this case were erased" in shown
    assert "content of a report" in shown
    assert "nomenklatūra, 7. punkts" in shown
    assert WORD not in shown
    assert "Add a note" not in shown
    event = Event.objects.get(stream=case.pk, act="erased")
    assert event.mandate is not None


def test_choosing_nothing_is_said(house: House) -> None:
    keep(closed_long_ago(house), "report-content")
    answer = house.client(people.DATA_OFFICER).post("/en" + address("retention"), {"submission": str(uuid4())})
    assert answer.status_code == 422
    assert "Choose the cases" in text(answer)


def test_a_hold_is_shown_with_its_reason_and_refuses_with_its_paragraph(house: House) -> None:
    case = closed_long_ago(house)
    keep(case, "report-content")
    officer, place = house.client(people.DATA_OFFICER), "/en" + address("retention-case", pk=case.pk)
    hold = {"do": "place", "basis": "vpd-ethics-code-2026:25", "submission": str(uuid4())}
    assert officer.post(place, hold).status_code == 302
    shown = text(officer.get("/en" + address("retention")))
    assert "vpd-ethics-code-2026:25" in shown
    assert f'value="{case.pk}"' not in shown
    asked = {"do": "erase", "kinds": ["report-content"], "submission": str(uuid4())}
    answer = officer.post(place, asked)
    assert answer.status_code == 409
    assert "A hold stands on this case" in text(answer)
    assert 'href="/en/rulebook/vpd-ethics-code-2026/25/"' in text(answer)
    listed = {"case": str(case.pk), "confirmed": "1", "submission": str(uuid4())}
    answer = officer.post("/en" + address("retention"), listed)
    assert answer.status_code == 422
    assert "Not everything was erased" in text(answer)
    assert "A hold stands on this case" in text(house.client(people.CHAIR).get("/en" + address("case", pk=case.pk)))


def test_others_have_no_list_and_a_head_sees_figures_only(house: House) -> None:
    case = closed_long_ago(house)
    keep(case, "report-content")
    assert house.client(people.OPENER).get(address("retention")).status_code == 403
    assert house.client(people.ADMINISTRATOR).get(address("retention-case", pk=case.pk)).status_code == 404
    shown = text(house.client(people.HEAD).get(address("retention")))
    assert case.number not in shown
    assert address("retention") in text(house.client(people.HEAD).get(address("head")))


def test_a_closed_case_about_the_officer_is_not_betrayed_to_the_officer(house: House) -> None:
    case = closed_long_ago(house)
    keep(case, "report-content")
    EthicsReport.objects.filter(pk=case.pk).update(about=house.person(people.DATA_OFFICER))
    officer = house.client(people.DATA_OFFICER)
    listed = officer.get(address("retention"))
    assert case.number not in text(listed)
    assert (listed.context["figures"].due, listed.context["figures"].within_a_year) == (0, 0), "nor do the figures"
    assert officer.get(address("retention-case", pk=case.pk)).status_code == 404


def test_nor_is_one_about_the_head_to_the_head_by_a_figure(house: House) -> None:
    case = closed_long_ago(house)
    keep(case, "report-content")
    head = house.client(people.HEAD)
    assert [head.get(address(name)).context[given].due for name, given in FIGURES] == [1, 1]
    EthicsReport.objects.filter(pk=case.pk).update(about=house.person(people.HEAD))
    assert [head.get(address(name)).context[given].due for name, given in FIGURES] == [0, 0]


def test_a_fact_is_rectified_and_the_person_sees_that_and_when(house: House) -> None:
    case = house.breach("Nepareizi.")
    place = "/en" + address("rectify", pk=case.pk)
    chair = house.client(people.CHAIR)
    assert chair.get(place).status_code == 200
    wrong = chair.post(place, {"field": "account", "value": "", "basis": "", "submission": str(uuid4())})
    assert wrong.status_code == 422
    right = {"field": "account", "value": "Pareizi.", "basis": "iesniegums 3", "submission": str(uuid4())}
    assert chair.post(place, right).status_code == 302
    shown = text(house.client(people.OPENER).get("/en" + address("case", pk=case.pk)))
    assert "Pareizi." in shown
    assert "Nepareizi." not in shown
    assert "rectified on" in shown
    assert "iesniegums 3" in shown
    assert house.client(people.OPENER).get(place).status_code == 404


def test_an_administrator_may_set_a_period_for_one_result(house: House) -> None:
    shown = text(house.client(people.ADMINISTRATOR).get("/en" + address("parameters")))
    assert "Set a period for one result of a case" in shown
    assert "retention.report-content.ethics-report.answered" in shown
