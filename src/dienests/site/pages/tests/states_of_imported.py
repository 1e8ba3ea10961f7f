"""Pages of cases that came from elsewhere: the list, empty and full, and a case as it was handed over."""

from datetime import UTC, datetime

from dienests.kernel.archive.importing import take_in
from dienests.kernel.archive.verification import verified
from dienests.kernel.log.origin import verifier_key
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.institution import Institution
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address
from dienests.site.pages.tests.state import State


def of_imported(house: House) -> list[State]:
    """Take a case out of one institution and into another, and return the pages."""
    case = house.breach("Nodots stāsts.")
    answer = house.client(people.CHAIR).post(address("export", pk=case.pk))
    kept = take_in(
        institution=Institution.objects.get(slug="parauga-centrs"), office="ethics-chair", basis="Rīk. 11", by=SYSTEM,
        archive=verified(answer.content, key=str(verifier_key())), at=datetime.now(UTC),
    )  # fmt: skip
    place = address("imported-case", pk=kept.pk)
    return [
        State("imported", people.CHAIR, address("imported")),
        State("imported", people.OTHER_CHAIR, address("imported")),
        State("imported-case", people.OTHER_CHAIR, place),
    ]
