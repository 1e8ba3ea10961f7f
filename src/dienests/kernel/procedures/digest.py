"""The digest of a declaration: it changes when the meaning changes, and not when a label is reworded.

Only what a declaration says enters it: an attribute of the language that a declaration does not use leaves no trace,
so that a word added to the language leaves the digests of all published versions as they are.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from dienests.kernel.log.canonical import canonical
from dienests.kernel.norms.basis import Unspecified
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.conditions import Condition, body_of
from dienests.kernel.procedures.contests import Contest
from dienests.kernel.procedures.entitlements import Entitlement
from dienests.kernel.procedures.items import as_tuple
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.roles import Group, Role
from dienests.kernel.procedures.terms import GOES_ON, Term

_digests: dict[type[Procedure], str] = {}


def digest(procedure: type[Procedure]) -> str:
    """Return the SHA-256 (hex) of everything in a declaration save its words; it is computed once."""
    found = _digests.get(procedure)
    if found is None:
        found = _digests[procedure] = digest_of(outline(procedure))
    return found


def digest_of(said: dict[str, Any]) -> str:
    """Return the SHA-256 (hex) of an outline."""
    return hashlib.sha256(canonical(said)).hexdigest()


def outline(procedure: type[Procedure]) -> dict[str, Any]:
    """Return what the digest covers, as texts, lists and maps."""
    plan, record = procedure.plan, procedure.record
    return _said(
        slug=procedure.slug, version=procedure.version, issued=procedure.issued.isoformat(), local=procedure.local,
        numbered=procedure.numbered, basis=str(procedure.basis),
        roles={name: _role(role) for name, role in procedure.roles.items()},
        stages={
            name: _said(ends=stage.ends, awaits=_name(stage.awaits), turn=plan.turns[name])
            for name, stage in procedure.stages.items()
        },
        sight=list(plan.bits),  # the place of a role in it is the role's bit in the masks of cases
        terms={name: _term(term) for name, term in procedure.terms.items()},
        letters={
            name: _said(
                basis=str(each.basis), drafted_by=_name(each.drafted_by), to=_name(each.to),
                contest=_contest(each.contest), approved_by=_name(each.approved_by), agreed_by=_names(each.agreed_by),
            )
            for name, each in procedure.letters.items()
        },
        rules={
            name: _said(basis=str(rule.basis), holds=_condition(record, rule.holds))
            for name, rule in procedure.rules.items()
        },
        exclusions={
            name: _said(field=each.field, basis=str(each.basis)) for name, each in procedure.exclusions.items()
        },
        actions={name: _action(procedure, action) for name, action in procedure.actions.items()},
        after=[name for name, action in procedure.actions.items() if action.follows.after],  # the first that fits acts
        withdrawal=_said(kind=procedure.withdrawal.kind, basis=str(procedure.withdrawal.basis))
        if procedure.withdrawal.kind
        else None,
        conduct_day=procedure.conduct_day,
    )  # fmt: skip


def _said(**values: Any) -> dict[str, Any]:
    """Return what was said: a value that stands for nothing (empty, False, 0, None) is left out."""
    return {name: value for name, value in values.items() if value}


def _role(role: Role) -> dict[str, Any]:
    return (_body(role) if isinstance(role, Group) else {}) | _said(
        office=role.office, opener=role.opener, party=role.party, manages=role.manages, stand_in=_name(role.stand_in),
        reads=sorted(category.slug for category in role.reads), identity=role.identity.slug if role.identity else "",
        basis=str(role.basis), outsider=not role.acts, outside=role.outside, named=role.named,
    )  # fmt: skip


def _body(body: Group) -> dict[str, Any]:
    said = _said(quorum=_open(body.quorum), recorded_by=_name(body.recorded_by))
    if not body.ballot:
        return said
    return said | _said(
        ballot=True, by_name=body.by_name, majority=_open(body.majority), tie=_open(body.tie),
        substitutes=_name(body.substitutes),
    )  # fmt: skip


def _term(term: Term) -> dict[str, Any]:
    longer = term.extends_by
    return _said(
        value=_open(term.value), basis=str(term.basis),
        resumption=str(term.resumption) if term.resumption != GOES_ON else "",
        extends_by=_open(longer) if longer else "", extension=str(term.extension) if longer else "",
    )  # fmt: skip


def _entitled(matrix: Entitlement | None) -> dict[str, Any]:
    """Return nothing for an act that needs no right to act for another: its digest is what it always was."""
    if matrix is None:
        return {}
    cells = [
        _said(
            standing=str(each.standing),
            who=[str(who) for who in each.who],
            basis=str(each.basis),
            shows=list(each.shows),
        )
        for each in matrix.cells
    ]  # fmt: skip
    return _said(name=matrix.name, basis=str(matrix.basis), of=list(matrix.of), who=matrix.who, cells=cells)


def _action(procedure: type[Procedure], action: Action) -> dict[str, Any]:
    then, record = action.follows, action.follows.adds or procedure.record
    asked_if = {
        name: _field(record, name) | _said(when=_condition(record, holds)) for name, holds in action.asks_if.items()
    }
    return {"to": getattr(action.target, "name", "STAYS")} | _said(
        source=[getattr(source, "name", "") or str(source) for source in as_tuple(action.source)],
        by=action.by.name, basis=str(action.basis), when=_condition(procedure.record, action.when),
        asks={name: _field(record, name) for name in action.asks}, asks_if=asked_if,
        accepts={name: _field(record, name) for name in action.accepts},
        sets={name: str(value) for name, value in action.sets.items()},
        starts=_one(then.starts), stops=_names(then.stops), suspends=_names(then.suspends),
        resumes=_names(then.resumes), extends=_name(then.extends), lapses=_name(then.lapses),
        notifies=_names(then.notifies), sends=_name(then.sends),
        entitled=_entitled(action.entitled), contest=_contest(action.contest), opens=then.opens,
        carries=dict(then.carries), after=then.after, adds=getattr(then.adds, "__name__", ""),
    )  # fmt: skip


def _contest(contest: Contest | None) -> dict[str, Any]:
    return _said(within=_open(contest.within), basis=str(contest.basis)) if contest else {}


def _field(record: Any, name: str) -> dict[str, Any]:
    field = record._meta.get_field(name)
    return _said(
        kind=type(field).__name__, basis=str(field.datum.basis),
        category=field.datum.category.slug if field.datum.category else "",
        options=[str(key) for key, _label in field.choices or ()], office=getattr(field, "office", ""),
        manager=getattr(field, "manager", False),
        of=getattr(field, "of", ""), places=getattr(field, "decimal_places", 0),
    )  # fmt: skip


def _condition(record: Any, condition: Condition | None) -> dict[str, Any]:
    if condition is None:
        return {}
    helpers = dict(_helpers(record, condition.function, {condition.name}))
    return _said(name=condition.name, basis=str(condition.basis), body=condition.body(), helpers=helpers)


def _helpers(record: Any, function: Any, seen: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the bodies of the conditions and properties of a record that a body looks at, and of those they look at."""
    for name in sorted(body_of(function)[1] - seen):
        found = _function(next((vars(base)[name] for base in record.__mro__ if name in vars(base)), None))
        if found is not None and found.__module__ == record.__module__:
            seen.add(name)
            yield name, body_of(found)[0]
            yield from _helpers(record, found, seen)


def _function(found: Any) -> Any:
    match found:
        case Condition():
            return found.function
        case property():
            return found.fget
        case cached_property():
            return found.func
    return found if callable(found) and hasattr(found, "__code__") else None


def _open(value: Any) -> str:
    """Return a value without the words that say where an open one would stand."""
    return "unspecified" if isinstance(value, Unspecified) else str(value)


def _name(item: Any) -> str:
    return item.name if item is not None else ""


def _names(items: Iterable[Any]) -> list[str]:
    return [item.name for item in items]


def _one(items: Sequence[Any]) -> str | list[str]:
    """Return the name of the one item, or the names of several."""
    return _names(items) if len(items) > 1 else "".join(_names(items))
