"""A case from its start to its end through the interface, by the same rights as on the pages."""

import pytest

from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.cases.case import Case
from dienests.site.api.tests.given import LOOK, program
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House

pytestmark = pytest.mark.django_db
START = "/procedures/ethics-report/start/submit"
ASKED = {"reason": "advice", "account": "May I accept an invitation?"}


def test_a_case_is_started_read_answered_and_closed(house: House) -> None:
    opener, chair = program(house, people.OPENER), program(house, people.CHAIR)
    opened = opener.send(START, ASKED)
    assert opened.status_code == 201, opened.content
    told = opened.json()
    assert opened["Location"] == told["url"] == f"/api/v1/cases/{told['id']}"
    place = told["url"].removeprefix("/api/v1")
    seen = chair.look(place)
    assert seen.status_code == 200, seen.content
    assert seen.json()["fields"]["account"] == ASKED["account"]
    assert seen["ETag"] == '"1"'
    todo = {each["act"]: each for each in chair.ask(f"{place}/todo").json()["acts"]}
    assert todo["advise"]["allowed"]
    assert not todo["convene"]["allowed"]
    assert todo["convene"]["refusal"]["basis"]
    act = todo["advise"]["url"].removeprefix("/api/v1")
    done = chair.send(act, {"answer": "You may."}, **{"If-Match": seen["ETag"]})
    assert done.status_code == 200, done.content
    assert done.json()["stage"] == "answered"
    assert done.json()["closed_at"]
    own = opener.look(place).json()
    assert own["own"]
    assert own["fields"]["answer"] == "You may."
    events = opener.ask(f"{place}/timeline").json()["events"]
    assert [each["act"] for each in events] == ["advise", "submit"]


def test_a_stranger_finds_no_case(house: House) -> None:
    case = house.breach("Ziņojums.")
    for name in (people.COLLEAGUE, people.ACCUSED):
        stranger = program(house, name)
        for place in ("", "/timeline", "/todo", "/letters"):
            answer = stranger.look(f"/cases/{case.pk}{place}")
            assert answer.status_code == 404
            assert answer["Content-Type"] == "application/problem+json"
        assert stranger.send(f"/cases/{case.pk}/acts/ethics-report/convene").status_code == 404


def test_personal_data_asks_for_purpose_and_end_user_and_is_recorded_with_them(house: House) -> None:
    case, chair = house.breach("Ziņojums."), program(house, people.CHAIR)
    bare = chair.ask(f"/cases/{case.pk}")
    assert bare.status_code == 400
    assert "Dienests-Purpose" in bare.json()["detail"]
    assert not ReadEvent.objects.filter(case=case.pk).exists()
    chair.ask(f"/cases/{case.pk}", **LOOK | {"Dienests-Purpose": "termi%C5%86a p%C4%81rbaude"})
    event = ReadEvent.objects.get(case=case.pk, person=house.person(people.OPENER).pk)
    assert (event.purpose, event.end_user, event.page) == ("termiņa pārbaude", "j.ozols", "api-case")
    assert chair.token is not None
    assert event.token == chair.token.pk


def test_a_list_is_cut_into_pages_that_follow_each_other(house: House) -> None:
    opener = program(house, people.OPENER)
    for number in range(5):
        house.submit(people.OPENER, "advice", f"Jautājums {number}.")
    found, place = [], "/cases?limit=2&mine=true&state=open"
    while place:
        answer = opener.ask(place).json()
        found += [each["id"] for each in answer["cases"]]
        place = (answer["next"] or "").removeprefix("/api/v1")
    own = Case.objects.filter(opener=house.person(people.OPENER), closed_at=None).order_by("-opened_at", "-pk")
    assert found == [str(pk) for pk in own.values_list("pk", flat=True)]
    assert len(found) >= 5


def test_an_act_upon_an_old_revision_is_refused(house: House) -> None:
    case, chair = house.submit(people.OPENER, "advice", "Jautājums."), program(house, people.CHAIR)
    place = f"/cases/{case.pk}/acts/ethics-report"
    assert chair.send(f"{place}/promise", {"answer_promised": "2031-01-06"}, **{"If-Match": '"1"'}).status_code == 200
    late = chair.send(f"{place}/advise", {"answer": "Jā."}, **{"If-Match": '"1"'})
    assert late.status_code == 412
    assert late.json()["type"].endswith("#problem-outdated")
