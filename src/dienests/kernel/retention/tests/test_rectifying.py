"""Rectifying: the right value takes the place of the wrong one, the person is told, and no copy brings it back."""

import pytest

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.tests.house.people import House, later
from dienests.kernel.cases.tests.house.playing import record_of, visit, visit_at
from dienests.kernel.letters.notice import Notice
from dienests.kernel.log.canonical import commitment
from dienests.kernel.log.events import Event
from dienests.kernel.log.verify import verify
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.retention.erased_list import Line
from dienests.kernel.retention.reapplying import reapply
from dienests.kernel.retention.tests.given import list_of_lines
from dienests.kernel.retention.tests.officer import place, put_right, with_officer

AT = later(30)
pytestmark = pytest.mark.django_db


def event_of(case: Case) -> Event:
    """Return the last event of a case."""
    return Event.objects.filter(stream=case.pk).order_by("-position")[0]


@pytest.mark.parametrize("stage", ["opened", "done"])
def test_the_right_value_stands_and_its_hash_is_in_the_log(house: House, stage: str) -> None:
    case = visit_at(house, stage)
    put_right(house, case, "walter", AT, field="secret", value="under the second step")
    record, event = record_of(case), event_of(case)
    assert record.secret == "under the second step"
    assert (event.act, event.basis, event.payload["field"]) == ("rectified", "application 3", "secret")
    told = event.payload["now"]["sha256"]
    assert told == commitment(bytes.fromhex(record.salts["secret"]), record.secret).hex()
    assert "second step" not in str(event.payload)
    assert not verify().breaks


def test_the_person_is_told(house: House) -> None:
    case = visit(house)
    put_right(house, case, "walter", AT, field="secret", value="in the shed")
    assert Notice.objects.filter(case=case, person=house.people["anna"], act="rectified").exists()


def test_who_does_not_read_a_field_does_not_rectify_it(house: House) -> None:
    case = visit_at(house, "opened")
    with pytest.raises(Refusal, match="Choose what is to be rectified"):
        put_right(house, case, "peter", AT, field="secret", value="nowhere")
    with pytest.raises(Refusal):
        put_right(house, case, "anna", AT, field="secret", value="nowhere")


def test_what_decides_how_the_case_goes_is_no_fact_to_rectify(house: House) -> None:
    with pytest.raises(Refusal, match="Choose what is to be rectified"):
        put_right(house, visit(house), "walter", AT, field="kind", value="long")


@pytest.mark.parametrize("value", ["", "a rest"])
def test_nothing_and_the_same_are_no_right_value(house: House, value: str) -> None:
    with pytest.raises(Refusal, match="Write the right value"):
        put_right(house, visit(house), "walter", AT, field="reason", value=value)


def test_the_old_content_goes_where_it_is_asked(house: House) -> None:
    case = visit(house)
    put_right(house, case, "walter", AT, field="reason", value="a cure", erases=True)
    first = Event.objects.get(stream=case.pk, position=1)
    assert (first.payload, first.salt) == (None, None)
    assert event_of(case).payload["erased"] == [1]
    assert f"event {first.pk}" in " ".join(list_of_lines())
    assert not verify().breaks


def test_a_hold_keeps_the_old_content(house: House) -> None:
    with_officer(house)
    case = visit(house)
    place(house, case, at=later(20))
    with pytest.raises(Refusal, match="A hold stands"):
        put_right(house, case, "walter", AT, field="reason", value="a cure", erases=True)
    put_right(house, case, "walter", AT, field="reason", value="a cure")
    assert record_of(case).reason == "a cure"


def test_a_copy_that_does_not_know_it_loses_the_wrong_value(house: House) -> None:
    case = visit(house)
    put_right(house, case, "walter", AT, field="reason", value="a cure")
    known = list_of_lines()
    assert reapply(known, at=later(40)).total == 0
    unknown = Line("field", (str(case.pk), "reason", "00000000-0000-4000-8000-000000000000"), later(35))
    older = [*known, str(unknown)]
    assert reapply(older, at=later(41)).done["field"] == 1
    assert record_of(case).reason == ""
    assert reapply(older, at=later(42)).total == 0
