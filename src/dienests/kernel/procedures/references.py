"""References: what a declared item names must exist in the procedure itself, in its record, or among the modules."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.conditions import conditions_of
from dienests.kernel.procedures.entitlements import Entitlement
from dienests.kernel.procedures.items import Item, as_tuple
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import newest
from dienests.kernel.procedures.roles import Group, Role, system
from dienests.kernel.procedures.stages import Stage
from dienests.kernel.procedures.terms import Promised

# What an event's payload holds besides the answers; a field of that name would hide it.
TAKEN = frozenset({"acts_for", "ballot", "stands_in_for", "term", "terms"})


def reference_faults(procedure: type[Procedure]) -> Iterator[str]:
    """Yield a sentence for each name that leads nowhere."""
    yield from _strangers(procedure)
    yield from _acting(procedure)
    yield from _fields(procedure)
    yield from _conditions(procedure)
    yield from _promises(procedure)
    yield from _letters(procedure)
    yield from _sub_cases(procedure)


def _strangers(procedure: type[Procedure]) -> Iterator[str]:
    """Stages, roles, terms and letters that an item names must belong to the procedure itself."""
    own = {id(item) for item in procedure.items.values()} | {id(system)}
    for name, item in procedure.items.items():
        for named in _named(item):
            if isinstance(named, Item) and id(named) not in own:
                yield f"'{name}' names the {named!r}, which this procedure does not have; declare it here."


def _named(item: Item) -> tuple[Any, ...]:
    match item:
        case Action(follows=then):
            return (
                *as_tuple(item.source),
                item.target,
                item.by,
                *then.terms,
                *then.notifies,
                then.sends,
                item.entitled,
            )
        case Group():
            return (item.recorded_by, item.substitutes)
        case Role():
            return (item.stand_in,)
        case Stage():
            return (item.awaits,)
    found = tuple(getattr(item, name, None) for name in ("drafted_by", "to", "approved_by"))
    return (*found, *getattr(item, "agreed_by", ()))


def _acting(procedure: type[Procedure]) -> Iterator[str]:
    for action in procedure.actions.values():
        if not action.by.acts:
            yield f"'{action.name}' is done by '{action.by.name}', an outsider who never acts; name another role."
        if action.follows.after and action.by is not system:
            yield f"'{action.name}' follows the end of a sub-case, which only the system can do; write by=system."
        if action.by.ballot and action.starts_case:
            yield f"'{action.name}' opens a case by a vote, before there is anything to vote on; name another role."
    for stage in procedure.stages.values():
        if stage.awaits and not stage.awaits.acts:
            yield f"the stage '{stage.name}' awaits '{stage.awaits.name}', an outsider who never acts; name a role."


def _fields(procedure: type[Procedure]) -> Iterator[str]:
    for action in procedure.actions.values():
        model = action.follows.adds or procedure.record
        for name in (*action.fields, *action.sets):
            if not has_field(model, name):
                yield (
                    f"'{action.name}' asks for '{name}', which {model.__name__} does not have; "
                    "add the field or correct the name."
                )
            elif name in TAKEN:
                yield f"'{action.name}' asks for '{name}', a name that the log keeps for itself; rename the field."
    for role in procedure.roles.values():
        for name in filter(None, (role.party, role.manages, role.named)):
            if not has_field(procedure.record, name):
                yield f"the role '{role.name}' rests on the field '{name}', which the record does not have; add it."
    for item in procedure.items.values():
        if isinstance(item, Entitlement):
            shown = [name for each in item.cells for name in each.shows]
            for name in (*item.of, *filter(None, [item.who]), *shown):
                if not has_field(procedure.record, name):
                    yield f"'{item.name}' looks at the field '{name}', which the record does not have; add it."
    for each in procedure.exclusions.values():
        if not has_field(procedure.record, each.field):
            yield f"'{each.name}' excludes the person in '{each.field}', a field that the record does not have; add it."


def has_field(model: Any, name: str) -> bool:
    """Say whether a record or an entry declares a field of this name."""
    try:
        return hasattr(model._meta.get_field(name), "datum")
    except FieldDoesNotExist:
        return False


def _conditions(procedure: type[Procedure]) -> Iterator[str]:
    known = set(conditions_of(procedure.record).values())
    for action in procedure.actions.values():
        asked = set(conditions_of(action.follows.adds).values()) if action.follows.adds else known
        foreign = [each for each in action.asks_if.values() if each not in asked]
        foreign += [action.when] if action.when and action.when not in known else []
        for condition in foreign:
            yield f"'{action.name}' looks at {condition!r}, which is no condition of its record; declare it there."
    for rule in procedure.rules.values():
        if rule.holds not in known:
            yield f"'{rule.name}' looks at {rule.holds!r}, which is no condition of its record; declare it there."


def _promises(procedure: type[Procedure]) -> Iterator[str]:
    for action in procedure.actions.values():
        for starts in action.follows.starts:
            if not isinstance(starts.value, Promised):
                continue
            name = starts.value.field
            if name not in action.asks or action.follows.adds:
                yield f"'{action.name}' starts '{starts.name}', promised in '{name}'; let it ask for that field."
            elif has_field(procedure.record, name) and procedure.record._meta.get_field(name).datum.category:
                yield f"'{starts.name}' is promised in '{name}', a field with a category; its day stands in every list."


def _letters(procedure: type[Procedure]) -> Iterator[str]:
    for letter in procedure.letters.values():
        try:
            get_template(letter.template)
        except TemplateDoesNotExist:
            yield f"the letter '{letter.name}' has no text; write {letter.template}."


def _sub_cases(procedure: type[Procedure]) -> Iterator[str]:
    known = newest()
    for action in procedure.actions.values():
        then = action.follows
        for slug in filter(None, (then.opens, then.after)):
            if slug not in known:
                yield (
                    f"'{action.name}' names the procedure '{slug}', which is not declared; "
                    "add its module to modules.py."
                )
        if then.opens in known:
            yield from _carried(procedure, action, known[then.opens])


def _carried(procedure: type[Procedure], action: Action, sub: type[Procedure]) -> Iterator[str]:
    first = next((a for a in sub.actions.values() if a.starts_case and a.by is system), None)
    if first is None:
        yield (
            f"'{action.name}' opens '{sub.slug}', which the system cannot open; "
            "give that one an action from START by system."
        )
        return
    for here, there in action.follows.carries.items():
        if not has_field(procedure.record, here) or there not in first.fields:
            yield f"'{action.name}' carries '{here}' to '{there}', which is not asked there; correct carries."
    for name in set(first.asks) - set(action.follows.carries.values()):
        yield f"'{action.name}' does not carry '{name}', without which '{sub.slug}' cannot be opened."
