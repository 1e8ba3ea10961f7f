"""A case that holds something of everything: answers, an entry, letters, notes, files, votes; and its list of lines."""

from collections.abc import Iterable
from uuid import uuid4

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.tests.house.people import House, later
from dienests.kernel.cases.tests.house.playing import act, visit
from dienests.kernel.cases.tests.test_canary import CANARY
from dienests.kernel.handling.attaching import Sent
from dienests.kernel.handling.tests.given import do
from dienests.kernel.letters import sealing
from dienests.kernel.letters.letter import Letter
from dienests.kernel.log.events import Event
from dienests.kernel.retention import erased_list, wiping
from dienests.kernel.retention.erased_list import Line

PICTURE = Sent(f"{CANARY}.txt", f"{CANARY} in a file".encode())


def full(house: House) -> Case:
    """Play a case that holds the canary wherever words can stand, and close it."""
    case = visit(
        house, secret=f"{CANARY} in the cellar", accused=house.people["sonja"].pk, note=f"{CANARY} note",
        reason=f"{CANARY} reason",
    )  # fmt: skip
    do(house, "note", case, "walter", 0.2, text=f"{CANARY} internal", file=PICTURE)
    do(house, "state", case, "anna", 0.3, text=f"{CANARY} statement")
    do(house, "take", case, "walter", 0.4)
    case = act(house, case, "inspect", "peter", 1)
    case = act(house, case, "settle", "walter", 3)
    case = act(house, case, "decide", "walter", 4, verdict=f"{CANARY} verdict")
    sealing.run(at=later(5))
    return case


def lines_for(case: Case, slugs: Iterable[str] = ()) -> list[str]:
    """Return the lines that an erasing of a case writes, as if it had happened where this copy does not reach."""
    from dienests.kernel.procedures.registry import find

    gone = tuple(slugs) or wiping.kinds(find(case.procedure, case.version))
    at = later(100)
    streams = [case.pk, *Letter.objects.filter(case=case).values_list("uid", flat=True)]
    events = Event.objects.filter(stream__in=streams).values_list("pk", flat=True)
    lines = [Line("case", (str(case.pk), ",".join(sorted(gone)), str(uuid4())), at)]
    lines += [Line("event", (str(each),), at) for each in events]
    return [str(each) for each in lines]


def list_of_lines() -> list[str]:
    """Return what stands in the list."""
    return erased_list.written().splitlines()
