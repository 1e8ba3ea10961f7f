"""What the declaration says, without a database: each paragraph in the words of the procedure."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from django.utils.translation import override

from dienests.conduct.ethics_cases.facade import POSSIBLE_BREACH
from dienests.conduct.ethics_reports import models, procedure
from dienests.conduct.ethics_reports.models import REPORT_CONTENT, REPORTER, EthicsReport, Reason
from dienests.conduct.ethics_reports.procedure import EthicsReports
from dienests.conduct.ethics_reports.rules import citable
from dienests.kernel.calendar.terms import quarterly
from dienests.kernel.cases.case import Case
from dienests.kernel.norms.basis import Unspecified
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.soundness import faults

BREACH = EthicsReport(reason=Reason.BREACH)
PARAGRAPHS = "6 8 12.3 12.4.1 12.4.2 12.4.3 12.4.4 19 20 21 22 23 24 25 26 27 28 29".split()


def _ways_out(stage: str, record: EthicsReport) -> dict[str, Action]:
    """Return the acts that leave a stage and whose condition looks at the reason alone and holds."""
    here = EthicsReports.stages[stage]
    return {
        name: action
        for name, action in EthicsReports.actions.items()
        if not action.starts_case and action.leaves(here) and (action.when is None or action.when.holds(record))
    }


def test_the_declaration_is_sound() -> None:
    assert list(faults(EthicsReports)) == []


def test_every_paragraph_of_the_rows_is_claimed_by_the_declaration() -> None:
    from dienests.kernel.procedures.claims import bases

    claimed = {address for _name, basis, _label in bases(EthicsReports) for address in basis.addresses}
    assert set(PARAGRAPHS) <= claimed


def test_E06_a_norm_may_be_cited_and_the_general_one_too() -> None:
    keys = [key for key, _title in citable("6", "13", "14")]
    assert "6" in keys
    assert {"13.3", "14.14", "14.8.1"} <= set(keys)
    assert "14.8" not in keys, "a point with sub-points is cited by its sub-points"
    assert "ground" in EthicsReports.actions["submit"].accepts


def test_E09_a_dispute_asks_what_was_tried() -> None:
    assert EthicsReports.actions["submit"].asks_if["tried"] is EthicsReport.is_dispute
    assert "tried" in EthicsReports.actions["bring"].asks
    assert EthicsReports.actions["bring"].sets == {"reason": Reason.DISPUTE}


def test_E14_only_what_a_message_needs_is_asked() -> None:
    asked = {name for action in EthicsReports.actions.values() if action.starts_case for name in action.fields}
    assert asked == {"reason", "account", "about", "tried", "reasoning", "ground", "party", "earlier"}
    told = [f for f in EthicsReport._meta.concrete_fields if hasattr(f, "datum") and f.name in asked - {"reason"}]
    assert all(field.datum.category in (REPORT_CONTENT, POSSIBLE_BREACH) for field in told)
    assert REPORT_CONTENT.sealed
    assert POSSIBLE_BREACH.sealed
    assert REPORTER.sealed


def test_E15_the_four_rights_of_12_4_are_the_four_kinds_of_23() -> None:
    assert len(Reason) == 4
    assert {"12.4.1", "12.4.2", "12.4.3", "12.4.4"} <= set(EthicsReports.actions["submit"].basis.addresses)


def test_p25_a_named_breach_goes_to_a_sitting_and_nowhere_else() -> None:
    assert list(_ways_out("received", BREACH)) == ["convene"]
    assert EthicsReports.actions["convene"].target is EthicsReports.stages["hearing"]


@pytest.mark.parametrize("reason", [Reason.ADVICE, Reason.DISPUTE, Reason.PROPOSAL])
def test_p25_other_matters_reach_a_sitting_only_on_an_advisers_proposal(reason: str) -> None:
    ways = _ways_out("received", EthicsReport(reason=reason))
    to_hearing = {name: action for name, action in ways.items() if action.target is EthicsReports.stages["hearing"]}
    assert list(to_hearing) == ["consult"]
    assert to_hearing["consult"].asks == ("adviser",)


def test_p23_every_kind_of_message_has_an_answer_at_the_end_of_its_way() -> None:
    assert set(_ways_out("received", EthicsReport(reason=Reason.ADVICE))) == {"promise", "advise", "consult"}
    assert set(_ways_out("received", EthicsReport(reason=Reason.DISPUTE))) == {"promise", "advise", "consult"}
    assert set(_ways_out("received", EthicsReport(reason=Reason.PROPOSAL))) == {"collect", "consult"}


def test_p24_no_message_of_any_kind_turns_against_its_sender() -> None:
    sender = Case(opener_id="0a8f3c7e-0000-4000-8000-000000000001")
    for reason in Reason:
        record = EthicsReport(case=sender, reason=reason, about_id=sender.opener_id)
        assert not record.spares_the_reporter, reason
        assert EthicsReport(case=sender, reason=reason).spares_the_reporter, reason
    assert EthicsReports.rules["no_reprisal"].holds is EthicsReport.spares_the_reporter


def test_p12_3_nobody_is_named_where_no_breach_is_reported() -> None:
    named = "0a8f3c7e-0000-4000-8000-000000000002"
    assert {r: EthicsReport(reason=r, about_id=named).names_nobody_beyond_need for r in Reason} == {
        Reason.ADVICE: False, Reason.DISPUTE: False, Reason.BREACH: True, Reason.PROPOSAL: False,
    }  # fmt: skip


def test_p22_the_chair_handles_messages_and_the_deputy_stands_in() -> None:
    chair = EthicsReports.roles["chair"]
    handled = [a for a in EthicsReports.actions.values() if a.leaves(EthicsReports.stages["received"])]
    assert {action.by for action in handled} == {chair}
    assert chair.stand_in is EthicsReports.roles["deputy"]


def test_p26_only_the_head_opens_a_case_and_only_on_a_proposal() -> None:
    assert [a.name for a in EthicsReports.actions.values() if a.by.name == "head"] == ["open_case", "decline_case"]
    leading = [a.name for a in EthicsReports.actions.values() if a.target is EthicsReports.stages["proposed"]]
    assert leading == ["propose"]


def test_p28_every_way_of_a_breach_ends_with_the_letter() -> None:
    ends = [a for a in EthicsReports.actions.values() if a.target is EthicsReports.stages["answered"]]
    from_informing = [action for action in ends if action.leaves(EthicsReports.stages["informing"])]
    assert all(action.follows.sends is EthicsReports.letters["outcome"] for action in from_informing)
    rest = [action for action in ends if action not in from_informing]
    assert all(action.when is not EthicsReport.names_a_breach for action in rest)


def test_p29_proposals_are_due_every_quarter() -> None:
    assert EthicsReports.terms["quarter"].value == quarterly()


def test_what_the_sources_leave_open_is_open() -> None:
    assert isinstance(EthicsReports.terms["sitting"].value, Unspecified)
    assert isinstance(EthicsReports.roles["commission"].quorum, Unspecified)


def test_every_reading_of_the_code_is_shown_as_one() -> None:
    read = {name for name, item in EthicsReports.items.items() if getattr(item, "interpretation", None)}
    assert {"accused", "complain", "convene", "refer", "decline_case", "inform", "inform_instead"} <= read
    by_the_body = {name for name, action in EthicsReports.actions.items() if action.by.name == "commission"}
    assert by_the_body <= read, "the chair records what the body decided: an interpretation"


def test_it_is_read_in_five_minutes() -> None:
    for module, most in ((procedure, 100), (models, 150)):
        lines = Path(module.__file__).read_text(encoding="utf-8").splitlines()
        assert len(lines) <= most
        assert max(len(line) for line in lines) <= 120


def test_the_acts_of_one_way_follow_each_other() -> None:
    way = ["submit", "convene", "propose", "open_case", "conclude", "inform"]
    for before, after in pairwise(EthicsReports.actions[name] for name in way):
        assert after.leaves(before.target), f"{after.name} does not follow {before.name}"
    assert EthicsReports.stages["answered"].ends
    assert EthicsReports.issued == date(2026, 2, 27)


def test_E06_the_norms_are_offered_in_the_language_of_the_page() -> None:
    titles = dict(citable("6"))
    with override("lv"):
        assert str(titles["6"]) == "6. Kodeksā neparedzēti gadījumi"
    with override("en"):
        assert str(titles["6"]) == "6. Cases the code does not foresee"
