"""The state of a paragraph on a day, the first that holds: overdue, running, not set, done, idle."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from dienests.kernel.access.actor import Actor
from dienests.kernel.account.carriers import Carrier, carriers
from dienests.kernel.account.further import further
from dienests.kernel.account.tally import Tally, tally
from dienests.kernel.cases.sight import masks
from dienests.kernel.norms.act import Act
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import declared
from dienests.kernel.procedures.running_terms import choices_read


class State(StrEnum):
    """What a cell of a rulebook shows; `introduced` is all that the public learns of a sealed procedure."""

    NOT_FOR_SOFTWARE = "not-for-software"
    OPEN = "open"
    OVERDUE = "overdue"
    RUNNING = "running"
    NOT_SET = "not-set"
    DONE = "done"
    IDLE = "idle"
    INTRODUCED = "introduced"


ORDER = (State.OVERDUE, State.RUNNING, State.NOT_SET, State.DONE, State.IDLE, State.INTRODUCED)


def states(act: Act, *, on: date, today: date, reader: Actor | None, counted: Tally | None = None) -> dict[str, State]:
    """Return the state of every provision of an act on a day, as far as the reader may know it.

    `counted` is the tally of that day where it is at hand. Before the act was issued nothing of it has a state: the
    map is then empty.
    """
    if act.issued is not None and on < act.issued:
        return {}
    found, open_to = carriers(), insight(reader)
    counted = counted or tally(on, today=today, institution=reader.institution if reader else None)
    given = further(act, min(on, today), reader, counted)
    result = {}
    for provision in act.provisions:
        carrying = found.get((act.slug, provision.address), [])
        known = [state(each, counted, open_to) for each in carrying] + given.get(provision.address, [])
        if known:
            result[provision.address] = _first(known)
        else:
            result[provision.address] = State.NOT_FOR_SOFTWARE if provision.not_for_software else State.OPEN
    return result


def insight(reader: Actor | None, institution: int | None = None) -> frozenset[str]:
    """Return the slugs of procedures whose course a reader may know: open ones, and sealed ones of an own office.

    `institution` is the one whose course it is, unless it is that of the reader's pages.
    """
    own = of_office(reader, institution)
    return frozenset(procedure.slug for procedure in declared() if procedure.slug in own or not sealed(procedure))


def of_office(reader: Actor | None, institution: int | None = None) -> frozenset[str]:
    """Return the slugs of procedures in which a reader has an office of one institution."""
    if reader is None:
        return frozenset()
    here = institution or reader.institution
    return frozenset(slug for place, _unit, slug, _version in masks(reader) if place == here)


def sealed(procedure: type[Procedure]) -> bool:
    """Say whether a record of the procedure holds a sealed category."""
    data = (getattr(field, "datum", None) for field in procedure.record._meta.get_fields())
    return any(datum.category and datum.category.sealed for datum in data if datum)


def state(carrier: Carrier, counted: Tally, open_to: frozenset[str]) -> State:
    """Return the state that one procedure gives to a paragraph."""
    procedure = carrier.procedure
    if procedure.slug not in open_to:
        return State.INTRODUCED
    terms = [counted.terms.get((procedure.key(), name)) for name in carrier.terms]
    if any(term and term.late for term in terms):
        return State.OVERDUE
    if any(term and term.open for term in terms) or any(_waits(procedure, name, counted) for name in carrier.acts):
        return State.RUNNING
    if (
        carrier.open_values
        or carrier.parameters - counted.parameters
        or any(_unset(procedure, name, counted) for name in carrier.terms)
    ):
        return State.NOT_SET
    if any(counted.acts.get((procedure.key(), name)) for name in carrier.acts):
        return State.DONE
    return State.IDLE


def waiting(procedure: type[Procedure], action: Action, counted: Tally) -> int:
    """Return how many open cases stand where the act may be done, its condition considered as far as options decide."""
    names, total = choices_read(procedure), 0
    for stage in procedure.stages.values():
        if action.starts_case or not action.leaves(stage):
            continue
        for options, n in counted.standing.get((procedure.key(), stage.name), {}).items():
            record = procedure.record(**dict(zip(names, options, strict=True)))
            if action.when is None or not action.when.reads() <= set(names) or action.when.holds(record):
                total += n
    return total


def _waits(procedure: type[Procedure], name: str, counted: Tally) -> bool:
    return waiting(procedure, procedure.actions[name], counted) > 0


def _unset(procedure: type[Procedure], name: str, counted: Tally) -> bool:
    term = procedure.terms[name]
    return term.unset and term.parameter not in counted.parameters


def _first(found: Iterable[State]) -> State:
    return min(found, key=ORDER.index)
