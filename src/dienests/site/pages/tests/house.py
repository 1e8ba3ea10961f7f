"""The demonstration as tests use it: its people as web clients, and a case brought to a stage through the pages."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.test import Client, TestCase
from django.urls import reverse
from django.utils.translation import override

from dienests.kernel.access.account import Account
from dienests.kernel.access.actor import actor_for
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.parties.person import Person
from dienests.kernel.procedures.registry import find
from dienests.site.demonstration import load
from dienests.site.demonstration.commission import hold_vote, voters

# Family names of the invented people, by what they are.
CHAIR, DEPUTY, MEMBER, HEAD, PERSONNEL = "Liepziediņš", "Dzērvesteina", "Ceriņsala", "Krastkalne", "Rudzīšlauks"
DATA_OFFICER = "Baltābele"
AUDITOR, OTHER_AUDITOR = "Smilgāja", "Zvirgzdupe"
ADMINISTRATOR, MANAGER, OPENER, ACCUSED = "Pūcesmežs", "Vējdzirnava", "Ūdensroze", "Akmeņlauks"
COLLEAGUE, NEWCOMER, OTHER_CHAIR, OTHER_PERSONNEL = "Šķēpkalne", "Ābolkrasta", "Dūņezers", "Žubītkalns"


@dataclass
class House:
    """The loaded demonstration; people sign in once and are kept."""

    clients: dict[str, Client] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        """Return a person by family name."""
        return Person.objects.get(family_name=name)

    def client(self, name: str | None) -> Client:
        """Return a web client signed in as the person; None is somebody who has not signed in."""
        if name is None:
            return Client(HTTP_HOST="localhost")
        if name not in self.clients:
            client = self.clients[name] = Client(HTTP_HOST="localhost")
            person = Account.objects.get(person__family_name=name).person_id
            answer = client.post(address("sign-in-demonstration"), {"person": str(person)})
            assert answer.status_code == 302
        return self.clients[name]

    def submit(self, who: str, reason: str, account: str, way: str = "submit", **more: str) -> Case:
        """Send the form of a report and return its case."""
        submission = str(uuid4())
        data = {"reason": reason, "account": account, "submission": submission, **more}
        answer = self.client(who).post(address("start", slug="ethics-report", action=way), data)
        assert answer.status_code == 302, answer.content.decode()
        return Case.objects.get(submission=submission)

    def breach(self, account: str, *, who: str = OPENER, about: str = ACCUSED) -> Case:
        """Send a report of a breach."""
        return self.submit(who, "breach", account, about=str(self.person(about).pk))

    def act(self, who: str, case: Case, action: str, **fields: str) -> None:
        """Do an act through its page."""
        case.refresh_from_db()
        self.voted(who, case, action)
        with TestCase.captureOnCommitCallbacks(execute=True):  # letters and sub-cases are made after the commit
            answer = self.client(who).post(act_address(case, action), {"revision": case.revision, **fields})
        assert answer.status_code == 302, answer.content.decode()
        case.refresh_from_db()

    def do(self, who: str, case: Case, act: str, **fields: str) -> None:
        """Do an everyday act through its page."""
        answer = self.client(who).post(address("do", pk=case.pk, act=act), {"submission": str(uuid4()), **fields})
        assert answer.status_code == 302, answer.content.decode()
        case.refresh_from_db()

    def voted(self, who: str, case: Case, action: str) -> None:
        """Let the Commission vote for an act that is decided by ballot, unless it has."""
        if not find(case.procedure, case.version).actions[action].by.ballot or case.ballots.filter(ended_at=None):
            return
        at = datetime.now(UTC)
        presiding = actor_for(Account.objects.get(person__family_name=who), local_date(at))
        hold_vote(case, action, presiding=presiding, there=voters(case, at), at=at)


def loaded() -> House:
    """Load the demonstration."""
    load(at=datetime.now(UTC))
    return House()


def address(name: str, **kwargs: Any) -> str:
    """Return the Latvian address of a page, whatever language the page before was in."""
    with override("lv"):
        return reverse(name, kwargs=kwargs)


def act_address(case: Case, action: str) -> str:
    """Return the address of an act."""
    return address("act", pk=case.pk, action=action)


def main_of(answer: Any) -> str:
    """Return what stands between <main> and </main>."""
    page: str = answer.content.decode()
    return page.partition("<main")[2].partition("</main>")[0]
