"""What the list of erased things says and this database does not show: an erasing that a crash cut off."""

from uuid import UUID

from dienests.kernel.keys import store as keys
from dienests.kernel.log.events import Event
from dienests.kernel.retention import erased_list
from dienests.kernel.retention.erased_list import Line
from dienests.kernel.retention.reapplying import again

AT_ONCE = 500


def pending() -> list[Line]:
    """Return the lines of cases and fields whose event is missing, and of keys that are still there.

    Until they are carried out (`reapply`), what somebody decided to erase is still readable here.
    """
    lines = list(erased_list.parse(erased_list.written().splitlines()))
    wanted = [line for line in lines if line.kind in ("case", "field")]
    events = {line: (UUID(line.words[2]), again(line)) for line in wanted}
    every = [event for pair in events.values() for event in pair]
    known: set[UUID] = set()
    for begin in range(0, len(every), AT_ONCE):
        found = Event.objects.filter(pk__in=every[begin : begin + AT_ONCE])
        known |= set(found.values_list("pk", flat=True))
    left = [line for line, pair in events.items() if not known & set(pair) and _here(line)]
    return left + [
        line for line in lines if line.kind == "key" and keys.existing(line.words[0], remember=False) is not None
    ]


def _here(line: Line) -> bool:
    return Event.objects.filter(stream_kind="case", stream=UUID(line.words[0])).exists()
