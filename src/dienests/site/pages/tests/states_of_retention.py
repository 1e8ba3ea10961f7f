"""The pages of keeping and erasing in their states: nothing due, something due, a hold, an erased case, wrong forms."""

from datetime import UTC, date, datetime, timedelta

from dienests.kernel.access.account import Account
from dienests.kernel.access.actor import Actor, actor_for
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.letters import sealing
from dienests.kernel.letters.letter import Letter
from dienests.kernel.letters.letter import State as Sent
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.norms.parameters import set_parameter
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address
from dienests.site.pages.tests.state import State

LONG_AGO = timedelta(days=3000)


def closed_long_ago(house: House, account: str = "Sen.") -> Case:
    """Return a case of a report that was answered, and closed years before today."""
    case = house.submit(people.COLLEAGUE, "breach", account, about=str(house.person(people.ACCUSED).pk))
    house.act(people.CHAIR, case, "convene")
    house.act(people.CHAIR, case, "dismiss", result="Nav.")
    house.act(people.PERSONNEL, case, "inform", message="Izskatīts.")
    for letter in Letter.objects.filter(case=case, state=Sent.APPROVED):
        sealing.seal_letter(letter.pk, at=datetime.now(UTC))
    at = datetime.now(UTC) - LONG_AGO
    Case.objects.filter(pk=case.pk).update(opened_at=at, closed_at=at)
    case.refresh_from_db()
    return case


def keep(case: Case, *kinds: str, value: str = "months:24") -> None:
    """Set how long these kinds of data are kept."""
    for kind in kinds:
        set_parameter(
            institution=case.institution, slug=f"retention.{kind}", value=value, basis="nomenklatūra, 7. punkts",
            valid_from=date(2020, 1, 1), by=SYSTEM, at=datetime.now(UTC),
        )  # fmt: skip


def actor(house: House, who: str) -> Actor:
    """Return a person with the offices of today."""
    account = Account.objects.select_related("person").get(person=house.person(who))
    return actor_for(account, local_date(datetime.now(UTC)))


def of_retention(house: House, answered: Case) -> list[State]:
    """Let data fall due, hold one case, erase another, and return the states."""
    first, held, erased = (closed_long_ago(house, f"Sen {n}.") for n in range(3))
    keep(first, "report-content", "messages")
    officer = house.client(people.DATA_OFFICER)
    place = {"do": "place", "basis": "Rīk. 9", "submission": "5c6ac1b8-37c8-4a32-9d6c-000000000001"}
    assert officer.post(address("retention-case", pk=held.pk), place).status_code == 302
    chosen = {"case": [str(erased.pk)], "confirmed": "1", "submission": "5c6ac1b8-37c8-4a32-9d6c-000000000002"}
    assert officer.post(address("retention"), chosen).status_code == 302
    return [
        State("retention", people.DATA_OFFICER, address("retention")),
        State("retention", people.DATA_OFFICER, address("retention") + "?number=nav"),
        State("retention", people.HEAD, address("retention")),
        *(State("retention-case", people.DATA_OFFICER, address("retention-case", pk=each.pk))
          for each in (first, held, erased, answered)),
        State("retention-case", people.DATA_OFFICER, address("retention-case", pk=first.pk), press=True),
        State("case", people.CHAIR, address("case", pk=erased.pk)),
        State("case", people.CHAIR, address("case", pk=held.pk)),
        State("rectify", people.CHAIR, address("rectify", pk=first.pk)),
        State("rectify", people.CHAIR, address("rectify", pk=first.pk), press=True),
    ]  # fmt: skip
