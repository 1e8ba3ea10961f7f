"""What the declaration of a breach case says, without a database (26, 27)."""

from uuid import UUID

from dienests.conduct.ethics_cases.models import DECISION, POSSIBLE_BREACH, EthicsCase, Finding
from dienests.conduct.ethics_cases.procedure import EthicsCases
from dienests.kernel.cases.case import Case
from dienests.kernel.norms.basis import Unspecified
from dienests.kernel.procedures.roles import system
from dienests.kernel.procedures.soundness import faults

REPORTER, NAMED = UUID(int=1), UUID(int=2)


def test_the_declaration_is_sound() -> None:
    assert list(faults(EthicsCases)) == []


def test_p26_nobody_opens_a_breach_case_but_the_machine_after_the_head() -> None:
    assert [a.name for a in EthicsCases.actions.values() if a.starts_case] == ["open_case"]
    assert EthicsCases.actions["open_case"].by is system


def test_E37_what_the_by_laws_set_is_open_and_the_reading_is_shown() -> None:
    assert isinstance(EthicsCases.terms["examination"].value, Unspecified)
    assert isinstance(EthicsCases.roles["commission"].quorum, Unspecified)
    assert EthicsCases.terms["examination"].parameter == "ethics-case.examination"
    assert EthicsCases.actions["decide"].interpretation


def test_E37_a_decision_has_a_finding_and_grounds() -> None:
    assert EthicsCases.actions["decide"].asks == ("finding", "grounds")
    assert {finding.value for finding in Finding} == {"breach", "none"}
    assert DECISION.sealed
    assert POSSIBLE_BREACH.sealed


def test_E33_a_breach_case_is_never_about_the_reporter() -> None:
    above = Case(opener_id=REPORTER)
    assert not EthicsCase(case=Case(parent=above), about_id=REPORTER).spares_the_reporter
    assert EthicsCase(case=Case(parent=above), about_id=NAMED).spares_the_reporter
    assert EthicsCase(case=Case(), about_id=NAMED).spares_the_reporter


def test_whom_the_case_is_about_is_excluded() -> None:
    assert [each.field for each in EthicsCases.exclusions.values()] == ["about"]
