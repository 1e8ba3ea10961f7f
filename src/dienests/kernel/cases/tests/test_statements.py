"""Statements per act, counted where they arrive at the database, BEGIN and COMMIT included (procedures, property 8)."""

from typing import Any

import pytest
from django.db import connection

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.tests.house.people import House, declared, later
from dienests.kernel.cases.tests.house.playing import SHORT, act, day, long_visit, visit, visit_at
from dienests.kernel.cases.tests.house.procedure import Visits
from dienests.kernel.cases.tests.house.stays import Stays
from dienests.kernel.cases.tests.house.wire import received
from dienests.kernel.cases.verbs import perform, start

pytestmark = pytest.mark.django_db(transaction=True)
PLAIN = 5  # BEGIN, lock and read, event, guarded update, COMMIT


def count(house: House, case: Case, action: str, who: str, **fields: Any) -> list[str]:
    """Return what an act sends up to its COMMIT; the actor's offices were fetched by the request."""
    at = later(50)
    actor = house.actor(who, at)
    with received() as statements:
        perform(case=case, action=action, actor=actor, at=at, fields=fields, revision=case.revision)
    end = [sql.strip().upper().startswith("COMMIT") for sql in statements].index(True)
    return statements[: end + 1]


def test_a_plain_act_sends_five(house: House) -> None:
    sent = count(house, long_open(house), "agree", "berta")
    assert len(sent) == PLAIN, sent
    assert sent[0].upper().startswith("BEGIN")
    assert [sql.split()[0].upper() for sql in sent[1:]] == ["SELECT", "INSERT", "UPDATE", "COMMIT"]


def long_open(house: House) -> Case:
    """Return a long visit that its host may agree to."""
    return act(house, long_visit(house), "admit", "walter")


def test_fields_cost_one_more(house: House) -> None:
    assert len(count(house, long_open(house), "agree", "berta", note="welcome")) == PLAIN + 1


def test_named_persons_are_tested_by_the_statement_that_locks(house: House) -> None:
    sent = count(house, visit_at(house, "checked"), "settle", "walter", adviser=house.people["kora"].pk)
    changes, total = 2, 1  # one term stops, one starts; the condition asks for the total of the hours
    assert len(sent) == PLAIN + 1 + changes + total, sent


def test_an_entry_costs_one_more(house: House) -> None:
    sent = count(house, visit_at(house, "checked"), "enter", "peter", hours="2.5", remark="swept the stairs")
    assert len(sent) == PLAIN + 1, sent


def test_each_change_of_a_term_costs_one(house: House) -> None:
    assert len(count(house, visit(house), "admit", "walter")) == PLAIN, "what does not run need not be stopped"
    assert len(count(house, visit(house), "inspect", "peter")) == PLAIN + 1, "one starts"
    assert len(count(house, visit_at(house, "checked"), "pass_on", "walter")) == PLAIN + 1, "one is stopped"


def test_terms_that_are_suspended_resumed_and_extended_cost_one_each(house: House) -> None:
    with declared(Stays):
        fields = {"reason": "a rest"}
        case = start(procedure=Stays, action="ask", actor=house.actor("anna"), at=later(0), fields=fields)
        sent = count(house, case, "longer", "walter", note="much to read")
        assert len(sent) == PLAIN + 1 + 1 + 1, "a field, the term, the notice"
        case.refresh_from_db()
        sent = count(house, case, "request", "walter", note="a photograph")
        assert len(sent) == PLAIN + 1 + 4 + 1, "a field, three suspended and one started, the notice"
        case.refresh_from_db()
        sent = count(house, case, "bring", "anna", secret="the photograph")
        assert len(sent) == PLAIN + 1 + 4 + 1, "a field, one stopped and three resumed, the notice"


def test_an_unset_term_asks_for_its_parameter_in_the_statement_that_locks(house: House) -> None:
    sent = count(house, visit(house), "promise", "walter", answer_by=day(24 * 9))
    assert len(sent) == PLAIN + 1 + 1, sent


def test_each_effect_costs_one_row(house: House) -> None:
    sent = count(house, visit_at(house, "hearing"), "decide", "walter", verdict="granted")
    assert len(sent) == PLAIN + 1 + 1 + 2, "fields, the term, the letter and whether somebody approves it first"
    sent = count(house, visit_at(house, "hearing"), "refer", "karl")
    assert len(sent) == PLAIN + 1 + 1, "the term and the sub-case, which is opened after the act"


def test_a_party_who_joins_or_leaves_costs_one(house: House) -> None:
    case = long_visit(house)
    joined = count(house, case, "note_it", "walter", host=house.people["kora"].pk)
    assert len(joined) == PLAIN + 1 + 2, "the old host leaves, the new one joins"


def test_a_start_sends_eight_for_a_private_person_and_seven_for_an_official(house: House) -> None:
    anna, karl = house.actor("anna"), house.actor("karl")
    with received() as sent:
        start(procedure=Visits, action="ask", actor=anna, at=later(0), fields=SHORT)
    assert len(sent) == 7, "BEGIN, number, event, case, record, participant, COMMIT"
    with received() as sent:
        start(procedure=Visits, action="register", actor=karl, at=later(0), fields={"reason": "a rest"})
    assert len(sent) == 8, "no participant, but a term with its parameter"


def test_a_refused_act_changes_nothing(house: House) -> None:
    case = visit(house)
    with received() as sent, pytest.raises(Exception, match="Only this role"):
        perform(case=case, action="admit", actor=house.actor("karl", later(1)), at=later(1))
    assert not [sql for sql in sent if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))]


def test_the_count_is_what_the_server_counts(house: House) -> None:
    """The trace is believed because it shows the one BEGIN and the one COMMIT of a transaction, whoever wrote them."""
    anna = house.actor("anna")
    with received() as sent:
        start(procedure=Visits, action="ask", actor=anna, at=later(0), fields=SHORT)
    assert [sql.split()[0].upper() for sql in sent].count("COMMIT") == 1
    assert sent[0].upper().startswith("BEGIN")
    assert connection.in_atomic_block is False
