"""The pages of looks in their states: nobody looked, many did, a search, a program, looks told later, every list."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from dienests.conduct.ethics_reports.models import EthicsReport
from dienests.kernel.access.account import Account
from dienests.kernel.access.actor import Actor, actor_for
from dienests.kernel.access.people_search import find_people
from dienests.kernel.access.reads import Read, looked
from dienests.kernel.calendar.zone import local_date, start_of
from dienests.kernel.cases.case import Case
from dienests.site.pages.audit_rows import TABS
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address
from dienests.site.pages.tests.state import State

HOUR = timedelta(hours=1)


def of_looks(house: House) -> list[State]:
    """Let officials look by day and by night, much and little, and return the states."""
    at = start_of(local_date(datetime.now(UTC))) - 14 * HOUR
    chair, opener = _actor(house, people.CHAIR, at), house.person(people.OPENER)
    held = next(each for each in chair.offices if each.slug == "ethics-chair")
    closed = Case.objects.filter(procedure="ethics-report", closed_at__isnull=False).first()
    assert closed is not None
    for number in range(60):
        read = Read(opener.pk, closed.pk, ("reporter", "report-content"), "chair", held.mandate)
        moment = at + timedelta(minutes=number) - (12 * HOUR if number > 50 else timedelta(0))
        looked(actor=chair, reads=[read], at=moment, page="case" if number % 3 else "print")
    for words in (people.OPENER, people.MANAGER):
        find_people(actor=chair, mandate=held.mandate, words=words, purpose="atgriezta vēstule no pasta", at=at)
    _late(house, people.ACCUSED, closed, chair, held.mandate)
    own = house.person(people.CHAIR).pk
    return [
        State("reads", people.OPENER, address("reads")),
        State("reads", people.OPENER, address("reads") + "?period=&office=&case=nav"),
        State("reads", people.ACCUSED, address("reads")),
        State("own-reads", people.CHAIR, address("own-reads")),
        State("own-reads", people.OPENER, address("own-reads")),
        *(State("audit", people.AUDITOR, address("audit", what=each)) for each in TABS),
        State("audit", people.OTHER_AUDITOR, address("audit", what="unusual")),
        State("audit-official", people.AUDITOR, address("audit-official", person=own)),
        State("audit-official", people.AUDITOR, address("audit-official", person=own) + "?month=2020-02"),
    ]


def _late(house: House, name: str, case: Case, chair: Actor, mandate: UUID) -> None:
    """Let somebody be looked at in a case about the person that is closed by now."""
    about = house.person(name)
    EthicsReport.objects.filter(pk=case.pk).update(about=about)
    assert case.closed_at is not None
    read = Read(about.pk, case.pk, ("report-content",), "chair", mandate)
    looked(actor=chair, reads=[read], at=case.closed_at - HOUR, page="case")


def _actor(house: House, name: str, at: datetime) -> Actor:
    return actor_for(Account.objects.select_related("person").get(person=house.person(name)), local_date(at))
