"""What the list of erased things says and this database does not show: an erasing that a crash cut off."""

from collections.abc import Iterable
from uuid import UUID

from dienests.kernel.cases.case import Case
from dienests.kernel.keys import store as keys
from dienests.kernel.log.events import Event
from dienests.kernel.retention import erased_list
from dienests.kernel.retention.erased_list import HEADS, Line
from dienests.kernel.retention.overtaken import overtaken
from dienests.kernel.retention.reapplying import again

AT_ONCE = 500


def pending() -> list[Line]:
    """Return the lines of cases and fields whose event is missing, and of keys that are still there.

    Until they are carried out (`reapply`), what somebody decided to erase is still readable here. Those that `reapply`
    refuses are not among them.
    """
    told = erased_list.blocks(erased_list.parse(erased_list.written().splitlines()))
    missing = _missing([block[0] for block in told if block[0].kind in HEADS])
    left = []
    for block in told:
        if block[0] in missing:
            case = Case.objects.filter(pk=UUID(block[0].words[0])).first()
            if case is not None and overtaken(case, block[0]):
                continue
            left += [block[0]] if case is not None else []
        left += [each for each in block if each.kind == "key" and keys.existing(each.words[0], remember=False)]
    return left


def _missing(heads: Iterable[Line]) -> set[Line]:
    """Return the lines whose event does not stand here, neither the first nor the one that repeats it."""
    events = {line: {UUID(line.words[2]), again(line)} for line in heads}
    every = [event for pair in events.values() for event in pair]
    known: set[UUID] = set()
    for begin in range(0, len(every), AT_ONCE):
        found = Event.objects.filter(pk__in=every[begin : begin + AT_ONCE])
        known |= set(found.values_list("pk", flat=True))
    return {line for line, pair in events.items() if not known & pair}
