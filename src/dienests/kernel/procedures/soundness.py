"""Soundness: a pure function that says, a sentence each, what is wrong with a declaration; run as a system check."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.core.exceptions import FieldDoesNotExist
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from dienests.kernel.norms.outline import complaints
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.claims import bases
from dienests.kernel.procedures.items import as_tuple
from dienests.kernel.procedures.procedure import RESERVED, Procedure
from dienests.kernel.procedures.registry import declared, newest
from dienests.kernel.procedures.roles import Role, system
from dienests.kernel.procedures.running_terms import term_faults
from dienests.kernel.procedures.stages import Stage


def register_check() -> None:
    """Make soundness a system check of Django."""
    checks.register(check)


def check(app_configs: Sequence[AppConfig] | None = None, **_options: Any) -> list[checks.CheckMessage]:
    """Return an error for every fault of every declaration."""
    return [checks.Error(sentence, obj=None, id="procedures.E001") for sentence in all_faults(declared())]


def all_faults(procedures: Sequence[type[Procedure]]) -> Iterator[str]:
    """Yield the faults of all procedures together, duplicate slugs among them."""
    for (slug, version), count in Counter(procedure.key() for procedure in procedures).items():
        if count > 1:
            yield f"{slug} version {version} is declared {count} times; give one of them another slug or version."
    for procedure in procedures:
        yield from faults(procedure)


def faults(procedure: type[Procedure]) -> Iterator[str]:
    """Yield what is wrong with one procedure, each in one sentence that begins with its slug."""
    found = (
        *_basis(procedure), *_names(procedure), *_ways(procedure), *_strangers(procedure), *_fields(procedure),
        *_letters(procedure), *_sub_cases(procedure), *term_faults(procedure),
    )  # fmt: skip
    return (f"{procedure.slug}: {sentence}" for sentence in dict.fromkeys(found))


def _basis(procedure: type[Procedure]) -> Iterator[str]:
    for name, basis, _label in bases(procedure):
        for complaint in complaints(basis):
            yield f"{name or 'the procedure'}: {complaint}."


def _names(procedure: type[Procedure]) -> Iterator[str]:
    for name in procedure.items:
        if name in RESERVED:
            yield f"'{name}' is a name of the engine; give the item another name."


def _ways(procedure: type[Procedure]) -> Iterator[str]:
    """Every stage is reached from START, and from every stage there is a way to an end."""
    stages, actions = procedure.stages, procedure.actions.values()
    onward: dict[str, set[str]] = {
        name: {action.goes(stage).name for action in actions if not action.starts_case and action.leaves(stage)} - {name}
        for name, stage in stages.items()
    }  # fmt: skip
    entries = {a.target.name for a in actions if a.starts_case and isinstance(a.target, Stage)}
    if not entries:
        yield "no action opens a case; write one that begins at START."
    reached = _closure(entries, onward)
    for name in stages:
        if entries and name not in reached:
            yield f"no action leads to the stage '{name}'; add one or strike the stage out."
        if not any(stages[there].ends for there in _closure({name}, onward)):
            yield f"from the stage '{name}' no way leads to an end; add an action that leaves it."


def _closure(begin: Iterable[str], onward: dict[str, set[str]]) -> set[str]:
    found, waiting = set(begin), list(begin)
    while waiting:
        fresh = onward.get(waiting.pop(), set()) - found
        found |= fresh
        waiting.extend(fresh)
    return found


def _strangers(procedure: type[Procedure]) -> Iterator[str]:
    """Stages, roles and terms that an action names must belong to the procedure itself."""
    own = {id(item) for item in procedure.items.values()} | {id(system)}
    for action in procedure.actions.values():
        named = [
            *(source for source in as_tuple(action.source) if isinstance(source, Stage)), action.target, action.by,
            action.follows.starts, *action.follows.stops, action.follows.sends,
        ]  # fmt: skip
        for item in named:
            if isinstance(item, Role | Stage) and id(item) not in own:
                yield f"'{action.name}' names the {item!r}, which this procedure does not have; declare it here."
        if not action.by.acts:
            yield f"'{action.name}' is done by '{action.by.name}', an outsider who never acts."


def _fields(procedure: type[Procedure]) -> Iterator[str]:
    for action in procedure.actions.values():
        model = action.follows.adds or procedure.record
        for name in (*action.fields, *action.sets):
            if not _has(model, name):
                yield f"'{action.name}' asks for '{name}', which {model.__name__} does not have; add the field or correct the name."  # fmt: skip
    for role in procedure.roles.values():
        for name in filter(None, (role.party, role.manages)):
            if not _has(procedure.record, name):
                yield f"the role '{role.name}' rests on the field '{name}', which the record does not have."
    for each in procedure.exclusions.values():
        if not _has(procedure.record, each.field):
            yield f"'{each.name}' excludes the person in '{each.field}', a field that the record does not have."


def _has(model: Any, name: str) -> bool:
    try:
        return hasattr(model._meta.get_field(name), "datum")
    except FieldDoesNotExist:
        return False


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
                yield f"'{action.name}' names the procedure '{slug}', which is not declared; add its module to modules.py."
        if then.opens in known:
            yield from _carried(procedure, action, known[then.opens])


def _carried(procedure: type[Procedure], action: Action, sub: type[Procedure]) -> Iterator[str]:
    first = next((a for a in sub.actions.values() if a.starts_case and a.by is system), None)
    if first is None:
        yield f"'{action.name}' opens '{sub.slug}', which the system cannot open; give it an action from START by system."
        return
    for here, there in action.follows.carries.items():
        if not _has(procedure.record, here) or there not in first.fields:
            yield f"'{action.name}' carries '{here}' to '{there}', which is not asked there; correct carries."
    for name in set(first.asks) - set(action.follows.carries.values()):
        yield f"'{action.name}' does not carry '{name}', without which '{sub.slug}' cannot be opened."
