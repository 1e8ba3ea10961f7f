"""The state that an indicator gives to its paragraph: done once a value was measured, idle before."""

from datetime import date

from dienests.kernel.access.actor import Actor
from dienests.kernel.account import further
from dienests.kernel.account.memory import Memory
from dienests.kernel.account.states import State, insight
from dienests.kernel.account.tally import Tally
from dienests.kernel.indicators.declaration import Indicator, declared
from dienests.kernel.indicators.measurement import Measurement
from dienests.kernel.norms.act import Act

# Made anew with every count of the day: a measurement writes an event, which ends the count.
_memory: Memory[frozenset[str]] = Memory()


def register() -> None:
    """Hand the states of indicators to the account."""
    further.register(states)


def measured_under(act: str, address: str) -> list[Indicator]:
    """Return the indicators that rest on a paragraph."""
    return [each for each in declared() if each.basis.act == act and address in each.basis.addresses]


def is_known(indicator: Indicator, reader: Actor | None) -> bool:
    """Say whether a reader may know small counts: of an open procedure, or by an office of a sealed one."""
    return indicator.of is None or indicator.of.slug in insight(reader)


def states(act: Act, on: date, reader: Actor | None, counted: Tally) -> dict[str, list[State]]:
    """Return the states that indicators give to the paragraphs of an act; one query where the act has any."""
    here = [each for each in declared() if each.basis.act == act.slug]
    if not here:
        return {}
    institution = reader.institution if reader is not None else None
    measured = _memory.get(
        (act.slug, on, institution), mark=lambda: counted.serial, count=lambda: _measured(here, on, institution)
    )
    found: dict[str, list[State]] = {}
    for each in here:
        known = is_known(each, reader)
        given = State.INTRODUCED if not known else State.DONE if each.slug in measured else State.IDLE
        for address in each.basis.addresses:
            found.setdefault(address, []).append(given)
    return found


def _measured(here: list[Indicator], on: date, institution: int | None) -> frozenset[str]:
    done = Measurement.objects.filter(indicator__in=[each.slug for each in here], ends__lte=on)
    if institution is not None:
        done = done.filter(institution=institution)
    return frozenset(done.values_list("indicator", flat=True).distinct())
