"""Which fields a person may read, whether the opener is named, and why the case is seen at all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.reading import may_know_opener, readable, why
from dienests.kernel.cases.tests.house.models import Line
from dienests.kernel.cases.tests.house.people import LONG_AGO, House, later
from dienests.kernel.cases.tests.house.playing import act, long_visit, record_of, visit, visit_at
from dienests.kernel.cases.tests.house.procedure import Visits
from dienests.kernel.cases.verbs import start

pytestmark = pytest.mark.django_db
OPEN = {"kind", "reason", "guest", "adviser", "earlier", "hours", "answer_by"}  # without a category
ASKED = {"kind", "reason", "secret", "host", "note", "earlier", "accused", "hours"}  # of the guest, at the beginning


def reads(house: House, case: Case, who: str) -> set[str]:
    return set(readable(house.actor(who), Visits, case, record_of(case), later(1)))


def reasons(house: House, case: Case, who: str) -> list[str]:
    return [str(each.label) for each in why(house.actor(who), Visits, case, later(1))]


def test_a_category_is_read_only_in_a_role_that_lists_it(house: House) -> None:
    case = visit_at(house, "hearing")
    assert reads(house, case, "walter") == OPEN | {"secret", "accused", "note", "host", "verdict"}
    assert reads(house, case, "kora") == OPEN | {"secret", "accused", "verdict"}
    assert reads(house, case, "karl") == OPEN | {"verdict"}
    assert reads(house, case, "peter") == OPEN


def test_the_opener_reads_what_was_asked_and_what_the_role_lists(house: House) -> None:
    assert reads(house, visit(house), "anna") == OPEN | ASKED | {"verdict"}


def test_who_opened_in_another_role_reads_what_that_role_was_asked(house: House) -> None:
    fields = {"reason": "a rest", "guest": house.people["anna"].pk}
    case = start(procedure=Visits, action="bring", actor=house.actor("cilda"), at=later(0), fields=fields)
    assert reads(house, case, "cilda") == OPEN


def test_a_party_reads_what_its_role_lists(house: House) -> None:
    case = long_visit(house, host="berta")
    assert reads(house, case, "berta") == OPEN | {"note", "host"}
    act(house, case, "note_it", "walter", host=house.people["dace"].pk)
    assert reads(house, case, "berta") == set()


@pytest.mark.parametrize("who", ["berta", "kora", "karl", "paula", "dace", "cilda"])
def test_who_has_no_role_reads_nothing_at_all(house: House, who: str) -> None:
    case = visit(house)
    assert reads(house, case, who) == set()
    assert not may_know_opener(house.actor(who), Visits, case)
    assert why(house.actor(who), Visits, case, later(1)) == []


def test_nobody_of_the_other_house_reads_anything(house: House, other_house: House) -> None:
    case = visit_at(house, "hearing")
    for name in other_house.people:
        assert readable(other_house.actor(name), Visits, case, record_of(case), later(1)) == frozenset()


def test_a_stand_in_reads_while_the_holder_is_absent(house: House) -> None:
    case = visit(house)
    assert reads(house, case, "dace") == set()
    house.away("walter")
    assert reads(house, case, "dace") == OPEN | {"secret", "accused", "note", "host"}
    assert reasons(house, case, "dace") == ["office deputy, in place of a holder who cannot act: warden"]


def test_whom_a_case_accuses_reads_nothing_of_it_and_the_stand_in_reads(house: House) -> None:
    case = visit(house, accused=house.people["walter"].pk)
    assert reads(house, case, "walter") == set()
    assert not may_know_opener(house.actor("walter"), Visits, case)
    assert reads(house, case, "dace") == OPEN | {"secret", "accused", "note", "host"}


def test_lines_of_a_ledger_are_read_by_the_same_rule(house: House) -> None:
    case = act(house, visit_at(house, "checked"), "enter", "peter", 2, hours="1", remark="x")
    line = Line.objects.get(case=case)
    assert readable(house.actor("peter"), Visits, case, line, later(3)) == {"hours"}
    assert readable(house.actor("walter"), Visits, case, line, later(3)) == {"hours", "remark"}


def test_the_opener_is_named_only_to_a_role_that_reads_the_identity(house: House) -> None:
    case = visit_at(house, "hearing")
    known = {
        name: may_know_opener(house.actor(name), Visits, case) for name in ("anna", "walter", "kora", "karl", "peter")
    }
    assert known == {"anna": True, "walter": True, "kora": False, "karl": False, "peter": False}


def test_an_official_who_opened_stays_unnamed_where_a_guest_would_be(house: House) -> None:
    """A name that is told for officials alone would tell of everybody else that they are none."""
    case = start(
        procedure=Visits, action="register", actor=house.actor("karl"), at=later(0), fields={"reason": "a rest"}
    )
    assert not may_know_opener(house.actor("peter"), Visits, case)
    assert may_know_opener(house.actor("walter"), Visits, case)


def test_nobody_is_named_where_the_machine_opened(house: House) -> None:
    case = visit(house)
    Case.objects.filter(pk=case.pk).update(opener=None)
    case.refresh_from_db()
    assert not may_know_opener(house.actor("walter"), Visits, case)


def test_why_one_sees_it(house: House) -> None:
    case = visit_at(house, "hearing")
    assert reasons(house, case, "anna") == ["your own case, as guest"]
    assert reasons(house, case, "walter") == ["office warden: warden", "office councillor: council"]
    assert reasons(house, case, "kora") == ["office councillor: council"]
    (reason,) = why(house.actor("karl"), Visits, case, later(1))
    assert (reason.role.name, reason.office, reason.since, reason.own) == ("clerk", "office clerk", LONG_AGO, False)
    (own,) = why(house.actor("anna"), Visits, case, later(1))
    assert (own.since, own.own) == (later(0).date(), True)


def queries(actor: Actor, case: Case) -> list[int]:
    """Return the number of queries of each question."""
    record, counts = record_of(case), []
    asked = (
        lambda: readable(actor, Visits, case, record, later(1)),
        lambda: may_know_opener(actor, Visits, case),
        lambda: why(actor, Visits, case, later(1)),
    )
    for question in asked:
        with CaptureQueriesContext(connection) as sent:
            question()
        counts.append(len(sent))
    return counts


def test_the_number_of_queries_depends_on_nothing_that_grows(house: House) -> None:
    case = long_visit(house, accused=house.people["karl"].pk)
    before = {name: queries(house.actor(name), case) for name in house.people}
    for name in ("dace", "kora", "berta"):
        long_visit(house, who="anna", host=name)
        case = act(house, case, "note_it", "walter", host=house.people[name].pk)
    assert {name: queries(house.actor(name), case) for name in house.people} == before
    assert max(max(counts) for counts in before.values()) <= 5, before
