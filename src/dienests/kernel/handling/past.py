"""The past of a case: its events, which of them still hold, and what they were."""

from collections.abc import Iterable

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.heads import STREAM
from dienests.kernel.log.events import Event

CORRECTION, REOPENING = "correct_act", "reopen_case"


def events(case: Case) -> list[Event]:
    """Return the events of a case, oldest first."""
    return list(Event.objects.filter(stream_kind=STREAM, stream=case.pk).order_by("position"))


def corrected(found: Iterable[Event]) -> set[int]:
    """Return the positions of the events that a later one corrects."""
    return {int(event.payload["corrects"]) for event in found if event.act == CORRECTION and event.payload}


def in_force(found: Iterable[Event]) -> list[Event]:
    """Return the events that no later one corrects."""
    listed = list(found)
    wrong = corrected(listed)
    return [event for event in listed if event.position not in wrong]


def since_reopened(found: list[Event]) -> list[Event]:
    """Return the events after the last time when the case was reopened; all of them where it never was."""
    last = max((place for place, event in enumerate(found) if event.act == REOPENING), default=-1)
    return found[last + 1 :]
