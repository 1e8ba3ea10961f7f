"""The pages of tokens and systems in their states: nothing, a token of a system, a revoked one, wrong forms."""

from datetime import UTC, datetime

from dienests.kernel.access.account import Account
from dienests.kernel.access.actor import actor_for
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.exchange import systems, tokens
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.institution import Institution
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address
from dienests.site.pages.tests.state import State


def of_programs(house: House) -> list[State]:
    """Admit a system, make two tokens, revoke one, and return the states."""
    at = datetime.now(UTC)
    account = Account.objects.select_related("person").get(person=house.person(people.CHAIR))
    actor = actor_for(account, local_date(at))
    held = next(each for each in actor.offices if each.slug == "ethics-chair")
    institution = Institution.objects.get(pk=held.institution)
    system = systems.admit(institution=institution, name="Lietvedība", basis="Rīk. 7", by=SYSTEM, at=at)
    asked = {
        "account": account,
        "actor": actor,
        "operations": ["cases.read", "ethics-report.act"],
        "days": 90,
        "at": at,
    }
    tokens.make(**asked, name="Lietvedības saite", mandate=held.mandate, system=system)
    old, _secret = tokens.make(**asked, name="Izmēģinājums")
    tokens.revoke(token=old.pk, account=account.pk, by=SYSTEM, at=at)
    return [
        State("tokens", people.NEWCOMER, address("tokens")),
        State("tokens", people.CHAIR, address("tokens")),
        State("systems", people.ADMINISTRATOR, address("systems")),
        State("systems", people.OTHER_PERSONNEL, address("systems")),
        *(
            State("withdraw-system", people.ADMINISTRATOR, address("withdraw-system", pk=system.pk), press=press)
            for press in (False, True)
        ),
    ]
