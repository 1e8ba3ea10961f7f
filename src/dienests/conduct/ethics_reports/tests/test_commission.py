"""The Commission as a body: its composition by orders (7), its by-laws, and its votes on reports and breach cases."""

from datetime import date, timedelta

import pytest

from dienests.conduct.ethics_cases.facade import ETHICS_CASE
from dienests.conduct.ethics_reports.procedure import EthicsReports, EthicsReports2
from dienests.conduct.ethics_reports.tests.given import AT, TODAY, House, act, appoint_to
from dienests.kernel.cases.ballot import Ballot
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.verbs import perform, start
from dienests.kernel.norms.declared import declared
from dienests.kernel.parties.bodies import compositions, members
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.registry import find, newest
from dienests.kernel.procedures.roles import Group
from dienests.kernel.procedures.soundness import faults


def names(house: House, on: date) -> list[str]:
    """Return who is a member on a day."""
    return [each.person.given_name for each in members(house.institution.pk, "ethics-member", on)]


def test_E07_p7_the_composition_is_told_for_every_day_with_its_orders(house: House) -> None:
    later = TODAY + timedelta(days=30)
    appoint_to(house, "Erika", "ethics-member", start=later)
    assert "Erika" not in names(house, TODAY)
    assert "Erika" in names(house, later)
    newest_version, first = compositions(house.institution.pk, "ethics-member")
    assert (first.until, newest_version.since, newest_version.orders) == (later, later, ("7",))
    assert len(newest_version.members) == len(first.members) + 1


def test_E07_p7_the_by_laws_are_a_document_that_the_institution_names() -> None:
    assert declared("ethics-member.by-laws").basis == "vpd-ethics-code-2026:7"
    assert {declared(f"ethics-member.{what}").kind for what in ("quorum", "majority", "tie")} == {"choice"}


def test_E08_p8_one_office_makes_member_and_adviser_for_the_same_days(house: House) -> None:
    """Who sits in the Commission is who may be named as adviser: the same office, hence the same mandate."""
    assert EthicsReports2.record._meta.get_field("adviser").office == EthicsReports2.roles["commission"].office


def test_versions_that_vote_differ_from_the_first_in_the_body_alone() -> None:
    for slug in (EthicsReports.slug, ETHICS_CASE):
        first, second = find(slug, 1), find(slug, 2)
        assert list(faults(second)) == []
        assert newest()[first.slug] is second
        body = second.roles["commission"]
        assert isinstance(body, Group)
        assert body.ballot
        assert not first.roles["commission"].ballot
        by_the_body = {name for name, each in first.actions.items() if each.by is first.roles["commission"]}
        assert {name for name, each in second.actions.items() if each.by is body} == by_the_body
        assert {n for n in first.items if first.items[n] is not second.items[n]} == {"commission", *by_the_body}


@pytest.fixture
def heard(house: House) -> Case:
    """A report of a breach before the Commission, under the version that votes."""
    fields = {"reason": "breach", "account": "It happened.", "about": house["Peteris"]}
    actor = house.actor("Jekabs")
    case = start(procedure=EthicsReports2, action="submit", actor=actor, at=AT, fields=fields)
    return perform(case=case, action="convene", actor=house.actor("Aivis"), at=AT)


def test_p25_p26_a_sitting_proposes_only_what_its_members_voted_for(house: House, heard: Case) -> None:
    with pytest.raises(Refusal, match="balsojumu lemj") as refused:
        perform(case=heard, action="dismiss", actor=house.actor("Aivis"), at=AT, fields={"result": "None."})
    assert refused.value.kind == "ballot"
    assert act(house, heard, "Aivis", "propose", proposal="Point 13.3.").stage == "proposed"
    ballot = Ballot.objects.get(case=heard)
    assert (ballot.sitting_on, ballot.members, ballot.counts) == (TODAY, 3, {"propose": 3})


def test_an_old_case_ends_under_the_version_it_began_with(house: House) -> None:
    fields = {"reason": "breach", "account": "It happened.", "about": house["Peteris"]}
    case = start(procedure=EthicsReports, action="submit", actor=house.actor("Jekabs"), at=AT, fields=fields)
    case = perform(case=case, action="convene", actor=house.actor("Aivis"), at=AT)
    done = perform(case=case, action="dismiss", actor=house.actor("Aivis"), at=AT, fields={"result": "None."})
    assert (done.stage, Ballot.objects.count()) == ("informing", 0)
