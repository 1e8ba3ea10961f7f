"""The data protection officer of a guest house, the periods that it set, and its acts."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from dienests.kernel.access.accounts import open_account
from dienests.kernel.cases import outbox
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.tests.house.people import HOW, LONG_AGO, House
from dienests.kernel.letters import sealing
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.norms.parameters import set_parameter
from dienests.kernel.parties.appointments import appoint
from dienests.kernel.parties.founding import establish_office
from dienests.kernel.parties.people import register_person
from dienests.kernel.retention import holds
from dienests.kernel.retention.charged import OFFICE
from dienests.kernel.retention.erasing import erase
from dienests.kernel.retention.rectifying import rectify

LATER = datetime(2032, 1, 5, 9, 0, tzinfo=UTC)  # years after the visits of the guest house


def with_officer(house: House) -> House:
    """Appoint Dagne as data protection officer."""
    office = establish_office(institution=house.institution, slug=OFFICE, title_lv="DAS", title_en="DPO", **HOW)
    house.people["dagne"] = register_person(given_name="Dagne", family_name="Datukalne", **HOW)
    login = f"dagne.{house.institution.pk}"
    house.accounts["dagne"] = open_account(person=house.people["dagne"], login=login, **HOW)
    appoint(person=house.people["dagne"], office=office, valid_from=LONG_AGO, order_number="1", by=SYSTEM, at=HOW["at"])
    return house


def keep_for(house: House, kind: str, value: str = "months:24") -> None:
    """Set how long a kind of data is kept."""
    set_parameter(
        institution=house.institution, slug=f"retention.{kind}", value=value, basis="file plan 7", by=SYSTEM,
        valid_from=date(2026, 1, 1), at=HOW["at"],
    )  # fmt: skip


def do(
    house: House, case: Case, *kinds: str, who: str = "dagne", at: datetime = LATER, form: UUID | None = None,
    decision: str = "",
) -> None:  # fmt: skip
    """Erase kinds of data of a case."""
    erase(
        case=case.pk, kinds=kinds, actor=house.actor(who, at), at=at, submission=form or uuid4(), decision=decision
    )  # fmt: skip


def place(house: House, case: Case, who: str = "dagne", at: datetime = LATER, basis: str = "order 5") -> None:
    """Place a hold."""
    holds.place(case=case.pk, actor=house.actor(who, at), at=at, basis=basis, submission=uuid4())


def lift(house: House, case: Case, who: str = "dagne", at: datetime = LATER) -> None:
    """Lift the hold."""
    holds.lift(case=case.pk, actor=house.actor(who, at), at=at, basis="order 6", submission=uuid4())


def put_right(house: House, case: Case, who: str, at: datetime, **given: Any) -> None:
    """Rectify one field."""
    asked = {"basis": "application 3", "submission": uuid4()} | given
    rectify(case=case.pk, actor=house.actor(who, at), at=at, **asked)


def finished(at: datetime) -> None:
    """Carry out what acts asked for: letters are made and sealed."""
    outbox.run_pending(at=at)
    sealing.run(at=at)
