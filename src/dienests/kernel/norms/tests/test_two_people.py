"""Parameters by two people: a proposal changes nothing, somebody else with the right office decides, once."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from dienests.kernel.log.streams import SYSTEM, ActorRef, history
from dienests.kernel.norms import declared
from dienests.kernel.norms.declared import Declared, ParameterError
from dienests.kernel.norms.parameters import Parameter, set_parameter, stream_of, value_on
from dienests.kernel.norms.proposal import Outcome, Proposal
from dienests.kernel.norms.proposing import approve, propose, reject, waiting, withdraw
from dienests.kernel.parties.appointments import appoint
from dienests.kernel.parties.founding import establish_office, found_institution
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.people import register_person
from dienests.kernel.parties.person import Person
from dienests.kernel.tables.tests.side_by_side import side_by_side

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SITTING, FIRST = "ethics-report.sitting", date(2026, 4, 1)
HOW: dict[str, Any] = {"basis": "rīk. 1", "by": SYSTEM, "at": AT}


def _source() -> Iterable[Declared]:
    return (Declared(SITTING, "sitting", "by-laws", "vpd-ethics-code-2026:25", "term"),)


class House:
    """An institution with two administrators, a head, and a clerk."""

    def __init__(self) -> None:
        self.institution: Institution = found_institution(
            slug="two", name_lv="Divi", name_en="Two", is_demonstration=True, founded_on=date(2020, 1, 1), **HOW
        )
        self.people: dict[str, Person] = {}
        self.refs: dict[str, ActorRef] = {}
        self.offices: dict[str, Any] = {}
        for name, slug in (("ann", "administrator"), ("ben", "administrator"), ("eva", "head"), ("tom", "clerk")):
            self.appoint(name, slug)

    def appoint(self, name: str, slug: str) -> ActorRef:
        """Give a person an office and return how the person acts under it."""
        if slug not in self.offices:
            self.offices[slug] = establish_office(
                institution=self.institution, slug=slug, title_lv=slug, title_en=slug, leads=slug == "head", **HOW
            )
        if name not in self.people:
            self.people[name] = register_person(given_name=name, family_name=name, **HOW)
        mandate = appoint(
            office=self.offices[slug], person=self.people[name], valid_from=date(2020, 1, 1), order_number="1",
            by=SYSTEM, at=AT,
        )  # fmt: skip
        self.refs.setdefault(name, ActorRef(mandate=mandate.pk))
        return ActorRef(mandate=mandate.pk)

    def propose(self, by: str = "ann", value: str = "working_days:10", **other: Any) -> Proposal:
        """Propose a value."""
        given = {"basis": "Reglaments", "valid_from": FIRST, **other}
        return propose(institution=self.institution, slug=SITTING, value=value, by=self.refs[by], at=AT, **given)

    def value(self, on: date = FIRST) -> str | None:
        """Return the value in force."""
        return value_on(self.institution.pk, SITTING, on)


@pytest.fixture(autouse=True)
def _declarations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(declared, "_sources", [_source])


@pytest.fixture
def house(db: None) -> House:
    return House()


def test_a_proposal_changes_nothing_until_another_official_approves(house: House) -> None:
    made = house.propose(confirmed=False)
    assert house.value() is None
    assert list(waiting(house.institution.pk)) == [made]
    approve(proposal=made, by=house.refs["eva"], at=AT)
    row = Parameter.objects.get()
    assert (row.value, row.confirmed) == ("working_days:10", False)
    assert (row.entered_by, row.approved_by) == (house.refs["ann"].mandate, house.refs["eva"].mandate)
    steps = [(each.act, each.mandate) for each in history(stream_of(house.institution, SITTING))]
    ann, eva = house.refs["ann"].mandate, house.refs["eva"].mandate
    assert steps == [("proposed", ann), ("approved", eva), ("set", ann)]


def test_the_value_holds_from_its_day_and_ends_by_a_proposal_too(house: House) -> None:
    approve(proposal=house.propose(), by=house.refs["eva"], at=AT)
    ending = house.propose(value="", valid_from=date(2026, 6, 1))
    assert house.value(date(2026, 6, 1)) == "working_days:10"
    approve(proposal=ending, by=house.refs["eva"], at=AT)
    assert [house.value(day) for day in (date(2026, 3, 31), FIRST, date(2026, 5, 31), date(2026, 6, 1))] == [
        None, "working_days:10", "working_days:10", None,
    ]  # fmt: skip


def test_nobody_decides_on_an_own_proposal_whatever_the_office(house: House) -> None:
    made = house.propose()
    other_office = house.appoint("ann", "head")
    for by in (house.refs["ann"], other_office):
        with pytest.raises(ParameterError, match="own proposal"):
            approve(proposal=made, by=by, at=AT)
        with pytest.raises(ParameterError, match="own proposal"):
            reject(proposal=made, reasons="nē", by=by, at=AT)
    assert house.value() is None


def test_the_right_office_is_needed_to_propose_and_to_decide(house: House) -> None:
    with pytest.raises(ParameterError, match="administrator"):
        house.propose(by="tom")
    made = house.propose()
    for name in ("tom", "ben"):
        with pytest.raises(ParameterError, match="head of the institution"):
            approve(proposal=made, by=house.refs[name], at=AT)
    with pytest.raises(ParameterError, match="Only an official"):
        approve(proposal=made, by=ActorRef(mandate=uuid4()), at=AT)


def test_where_the_head_proposes_another_administrator_decides(house: House) -> None:
    made = house.propose(by="eva")
    approve(proposal=made, by=house.refs["ben"], at=AT)
    assert house.value() == "working_days:10"


def test_a_proposal_is_rejected_or_withdrawn_with_reasons_and_stays_in_the_log(house: House) -> None:
    made = house.propose()
    with pytest.raises(ParameterError, match="reasons are missing"):
        reject(proposal=made, reasons=" ", by=house.refs["eva"], at=AT)
    with pytest.raises(ParameterError, match="Only who proposed"):
        withdraw(proposal=made, reasons="nē", by=house.refs["eva"], at=AT)
    withdraw(proposal=made, reasons="kļūda", by=house.refs["ann"], at=AT)
    again = house.propose()
    reject(proposal=again, reasons="par īsu", by=house.refs["eva"], at=AT)
    for decided in (made, again):
        with pytest.raises(ParameterError, match="decided already"):
            approve(proposal=decided, by=house.refs["eva"], at=AT)
    assert house.value() is None
    steps = [(each.act, each.payload["reasons"]) for each in history(stream_of(house.institution, SITTING))]
    assert steps == [("proposed", ""), ("withdrawn", "kļūda"), ("proposed", ""), ("rejected", "par īsu")]


def test_one_proposal_waits_for_a_day_and_wrong_values_are_refused_at_once(house: House) -> None:
    house.propose()
    with pytest.raises(ParameterError, match="waits already"):
        house.propose(value="working_days:5")
    with pytest.raises(ParameterError, match="is not a term"):
        house.propose(value="drīz", valid_from=date(2026, 5, 1))
    with pytest.raises(ParameterError, match="basis is missing"):
        house.propose(basis=" ", valid_from=date(2026, 5, 1))


def test_an_ending_of_nothing_is_refused_and_the_proposal_stays_open(house: House) -> None:
    made = house.propose(value="")
    with pytest.raises(ParameterError, match="no value before"):
        approve(proposal=made, by=house.refs["eva"], at=AT)
    made.refresh_from_db()
    assert made.outcome == Outcome.OPEN


@pytest.mark.parametrize("change", [
    {"outcome": "approved"}, {"outcome": "rejected", "decided_at": AT}, {"decided_at": AT}, {"basis": ""},
])  # fmt: skip
def test_the_database_keeps_two_people_apart(house: House, change: dict[str, Any]) -> None:
    made = house.propose()
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=made.pk).update(**change)
    own = {"outcome": "approved", "decided_at": AT, "decided_by": made.proposed_by_id}
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=made.pk).update(**own)


def test_loading_names_both_people_and_never_one_twice(house: House) -> None:
    given: dict[str, Any] = {
        "institution": house.institution, "slug": SITTING, "value": "days:30", "basis": "rīk. 2", "valid_from": FIRST,
        "at": AT,
    }  # fmt: skip
    other = house.appoint("ann", "clerk")
    for approver in (house.refs["ann"], other):
        with pytest.raises(ParameterError, match="name two people"):
            set_parameter(**given, by=house.refs["ann"], approved_by=approver)
    assert set_parameter(**given, by=house.refs["ann"], approved_by=house.refs["eva"]).approved_by


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_set_the_value_once() -> None:
    house = House()
    made = house.propose()
    ends = side_by_side(*[lambda: approve(proposal=made, by=house.refs["eva"], at=AT)] * 2, refused=ParameterError)
    told = [str(end) for end in ends if isinstance(end, ParameterError)]
    assert len(told) == 1
    assert [each.act for each in history(stream_of(house.institution, SITTING))] == ["proposed", "approved", "set"]
