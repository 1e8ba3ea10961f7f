"""The digest of a declaration: it changes when the meaning changes, and not when a label is reworded."""

import hashlib
from typing import Any

from dienests.kernel.log.canonical import canonical
from dienests.kernel.norms.basis import Unspecified
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.conditions import Condition
from dienests.kernel.procedures.items import as_tuple
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.roles import Group, Role

_digests: dict[type[Procedure], str] = {}


def digest(procedure: type[Procedure]) -> str:
    """Return the SHA-256 (hex) of everything in a declaration save its words; it is computed once."""
    found = _digests.get(procedure)
    if found is None:
        found = _digests[procedure] = hashlib.sha256(canonical(outline(procedure))).hexdigest()
    return found


def outline(procedure: type[Procedure]) -> dict[str, Any]:
    """Return what the digest covers, as plain values."""
    return {
        "slug": procedure.slug,
        "version": procedure.version,
        "issued": procedure.issued,
        "local": procedure.local,
        "basis": str(procedure.basis),
        "roles": {name: _role(role) for name, role in procedure.roles.items()},
        "stages": {name: [stage.ends, _name(stage.awaits)] for name, stage in procedure.stages.items()},
        "terms": {name: [_open(term.value), str(term.basis)] for name, term in procedure.terms.items()},
        "letters": {
            name: [str(letter.basis), _name(letter.drafted_by), _name(letter.to)]
            for name, letter in procedure.letters.items()
        },
        "rules": {name: [str(rule.basis), _condition(rule.holds)] for name, rule in procedure.rules.items()},
        "exclusions": {name: [each.field, str(each.basis)] for name, each in procedure.exclusions.items()},
        "actions": {name: _action(procedure, action) for name, action in procedure.actions.items()},
    }


def _role(role: Role) -> list[Any]:
    quorum = [_open(role.quorum), _name(role.recorded_by)] if isinstance(role, Group) else []
    reads = sorted(category.slug for category in role.reads)
    identity = role.identity.slug if role.identity else ""
    relation = [role.opener, role.party, role.manages]
    return [role.office, relation, _name(role.stand_in), reads, identity, str(role.basis), quorum]


def _action(procedure: type[Procedure], action: Action) -> dict[str, Any]:
    then = action.follows
    return {
        "from": [getattr(source, "name", str(source)) for source in as_tuple(action.source)],
        "to": getattr(action.target, "name", "STAYS"),
        "by": action.by.name,
        "basis": str(action.basis),
        "when": _condition(action.when),
        "asks": {name: _field(procedure, action, name) for name in action.asks},
        "asks_if": {
            name: [_field(procedure, action, name), _condition(holds)] for name, holds in action.asks_if.items()
        },
        "accepts": {name: _field(procedure, action, name) for name in action.accepts},
        "sets": {name: str(value) for name, value in action.sets.items()},
        "then": [
            _name(then.starts), [stopped.name for stopped in then.stops], _name(then.sends), then.opens,
            dict(then.carries), then.after, getattr(then.adds, "__name__", ""),
        ],
    }  # fmt: skip


def _field(procedure: type[Procedure], action: Action, name: str) -> list[Any]:
    field = (action.follows.adds or procedure.record)._meta.get_field(name)
    category = field.datum.category.slug if field.datum.category else ""
    options = [str(key) for key, _label in field.choices or ()]
    allowed = [getattr(field, "office", ""), getattr(field, "of", "")]
    return [type(field).__name__, str(field.datum.basis), category, options, allowed]


def _condition(condition: Condition | None) -> list[str]:
    return [condition.name, str(condition.basis), condition.body()] if condition else []


def _open(value: Any) -> str:
    """Return a value without the words that say where an open one would stand."""
    return "unspecified" if isinstance(value, Unspecified) else str(value)


def _name(item: Any) -> str:
    return item.name if item is not None else ""
