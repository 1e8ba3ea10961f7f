"""Invented stories, before they are played: the same every time, on working days, worded to the end."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from dienests.conduct.ethics_reports.facade import EthicsReports, Step
from dienests.kernel.calendar.days_off import is_working
from dienests.kernel.calendar.zone import RIGA, local_date
from dienests.kernel.parties.person import Person
from dienests.site.demonstration.inventing import invent
from dienests.site.demonstration.people import CENTRE, PLACES, SERVICE, Place
from dienests.site.demonstration.roster import Roster, roster
from dienests.site.demonstration.wording import about

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
DAYS = [NOW + timedelta(days=days, hours=days % 24) for days in range(0, 1461, 61)]


def cast(place: Place) -> Roster:
    """Return the roster of an institution whose people are registered nowhere."""
    names = {post.person for post in place.posts}
    people = {
        name: Person(id=uuid4(), given_name=name.split()[0], family_name=name.split()[1]) for name in sorted(names)
    }
    return roster(place, people)


def invented(now: datetime = NOW, n: int = 126) -> list[list[Step]]:
    """Return the stories of the service."""
    return invent(n, cast(SERVICE), now=now, seed="test")


def told(stories: list[list[Step]]) -> list[Any]:
    """Return the stories without the people, who are other ones in each roster."""
    return [
        [(step.at, step.action, step.who, [v for v in step.fields.values() if isinstance(v, str)]) for step in story]
        for story in stories
    ]


def test_the_same_day_brings_the_same_stories_and_another_seed_others() -> None:
    assert told(invented()) == told(invented())
    assert told(invented()) != told(invent(126, cast(SERVICE), now=NOW, seed="other"))


@pytest.mark.parametrize("now", DAYS, ids=lambda now: now.strftime("%Y-%m-%d"))
def test_acts_fall_on_working_days_in_office_hours_and_never_after_now(now: datetime) -> None:
    for story in invented(now):
        moments = [step.at for step in story]
        assert moments == sorted(moments)
        assert moments[-1] <= now
        assert all(is_working(local_date(at)) and 8 <= at.astimezone(RIGA).hour < 18 for at in moments)


@pytest.mark.parametrize("now", DAYS, ids=lambda now: now.strftime("%Y-%m-%d"))
def test_no_promise_of_an_open_story_has_passed(now: datetime) -> None:
    for story in invented(now):
        if story[-1].action == "promise":
            assert story[-1].fields["answer_promised"] >= local_date(now)


def test_every_text_is_worded_to_the_end() -> None:
    words = [value for story in invented() for step in story for value in step.fields.values()]
    texts = [value for value in words if isinstance(value, str) and " " in value]
    assert texts
    assert not [text for text in texts if set("[]|") & set(text)]
    assert all(text[0].isupper() and text[-1] in ".?" for text in texts)
    accounts = [story[0].fields["account"] for story in invented()]
    assert len(set(accounts)) >= 85, "hardly any two messages are alike"


def test_every_act_is_one_that_the_procedure_knows() -> None:
    assert {step.action for story in invented() for step in story} <= {*EthicsReports.actions, "decide"}


def test_a_woman_is_written_about_as_a_woman() -> None:
    assert about("Kolēģis kavē darbu.", "Ērika Šķēpkalne") == "Kolēģe kavē darbu."
    assert about("Pēc ziņojuma kolēģis klusē.", "Ērika Šķēpkalne") == "Pēc ziņojuma kolēģe klusē."
    assert about("Kolēģis kavē darbu.", "Gatis Ūdensroze") == "Kolēģis kavē darbu."


def test_about_forty_employees_in_units_and_every_unit_is_led() -> None:
    employees = [post for post in SERVICE.posts if post.office == "employee"]
    assert 38 <= len(employees) <= 45
    for place in PLACES:
        led = {post.unit for post in place.posts if post.leads}
        assert led >= {slug for slug, _lv, _en in place.units if slug != "administracija"} | {""}
        assert {post.person for post in place.posts} == {p.person for p in place.posts if p.office == "employee"}


def test_a_small_house_invents_few_cases() -> None:
    assert len(invent(10, cast(CENTRE), now=NOW, seed="centre")) == 10
