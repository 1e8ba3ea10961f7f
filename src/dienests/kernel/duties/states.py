"""The state that a duty gives to its paragraph on a day: overdue, running, not set, done, idle."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from dienests.kernel.access.actor import Actor
from dienests.kernel.account import further
from dienests.kernel.account.memory import Memory
from dienests.kernel.account.states import State, insight
from dienests.kernel.account.tally import Tally
from dienests.kernel.duties.declaration import Duty, declared
from dienests.kernel.duties.occurrence import Occurrence
from dienests.kernel.norms.act import Act

# Made anew with every count of the day: an occurrence that changes writes an event, which ends the count.
_memory: Memory[dict[str, list[Occurrence]]] = Memory()


def register() -> None:
    """Hand the states of duties to the account."""
    further.register(states)


def owed_under(act: str, address: str) -> list[Duty]:
    """Return the duties that rest on a paragraph."""
    return [each for each in declared() if each.basis.act == act and address in each.basis.addresses]


def is_known(duty: Duty, reader: Actor | None) -> bool:
    """Say whether a reader may know how far a duty is done: not where acts of a sealed procedure prove it."""
    return {each.procedure.slug for each in duty.acts} <= insight(reader)


def states(act: Act, on: date, reader: Actor | None, counted: Tally) -> dict[str, list[State]]:
    """Return the states that duties give to the paragraphs of an act; one query where the act has duties."""
    owed = [each for each in declared() if each.basis.act == act.slug]
    found: dict[str, list[State]] = {}
    institution = reader.institution if reader is not None else None
    by_duty = _memory.get(
        (act.slug, on, institution), mark=lambda: counted.serial, count=lambda: _occurrences(owed, on, institution)
    )  # fmt: skip
    for duty in owed:
        given = State.INTRODUCED if not is_known(duty, reader) else state(duty, by_duty.get(duty.slug, ()), on, counted)
        for address in duty.basis.addresses:
            found.setdefault(address, []).append(given)
    return found


def state(duty: Duty, occurrences: Iterable[Occurrence], on: date, counted: Tally) -> State:
    """Return the first that holds; `occurrences` are those that have begun by the day, of one or of all institutions.

    Done is a duty whose last period was kept; before its first period it is idle.
    """
    begun = list(occurrences)
    if any(each.is_late(on) for each in begun):
        return State.OVERDUE
    if any(not each.is_done(on) for each in begun):
        return State.RUNNING
    if duty.unset and duty.parameter not in counted.parameters:
        return State.NOT_SET
    return State.DONE if begun else State.IDLE


def _occurrences(owed: list[Duty], on: date, institution: int | None) -> dict[str, list[Occurrence]]:
    found = Occurrence.objects.filter(duty__in=[each.slug for each in owed], begins__lte=on)
    if institution is not None:
        found = found.filter(institution=institution)
    by_duty: dict[str, list[Occurrence]] = defaultdict(list)
    for each in found:
        by_duty[each.duty].append(each)
    return by_duty
