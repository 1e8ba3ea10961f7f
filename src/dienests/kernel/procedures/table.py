"""The lawyers' table of a procedure: one line per act, with everything that it asks, needs and brings about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.norms.basis import Basis
from dienests.kernel.procedures.actions import ANYWHERE, Action
from dienests.kernel.procedures.differences import Difference, differences, said
from dienests.kernel.procedures.digest import outline
from dienests.kernel.procedures.items import Label, as_tuple
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import newest


@dataclass(frozen=True, slots=True)
class Line:
    """One act: who, from where, to where, what is asked, when, which terms, what follows, on which paragraphs."""

    name: str
    act: Label
    who: Label
    source: list[Label]
    target: Label
    asks: list[Label]
    only_if: Label
    terms: list[Label]
    follows: list[Label]
    basis: Basis
    interpretation: Label


@dataclass(frozen=True, slots=True)
class Changed:
    """One difference between two versions: the item in words, the place in it, what was and what is."""

    item: Label
    difference: Difference

    @property
    def was(self) -> str:
        """Return what stood there; empty for nothing."""
        return "" if self.difference.was is None else said(self.difference.was)

    @property
    def now(self) -> str:
        """Return what stands there; empty for nothing."""
        return "" if self.difference.now is None else said(self.difference.now)


def table(procedure: type[Procedure]) -> list[Line]:
    """Return the lines of a procedure in the order of its declaration."""
    return [_line(procedure, name, action) for name, action in procedure.actions.items()]


def changes(old: type[Procedure], new: type[Procedure]) -> list[Changed]:
    """Return what an amendment changes; the number of the version and the day of issue are no change."""
    found = differences(outline(old), outline(new))
    return [Changed(_item(old, new, each.place), each) for each in found if each.place not in ("version", "issued")]


def _item(old: type[Procedure], new: type[Procedure], place: str) -> Label:
    _kind, _dot, rest = place.partition(".")
    name = rest.partition(".")[0]
    item = new.items.get(name) or old.items.get(name)
    return item.label if item else new.title


def _line(procedure: type[Procedure], name: str, action: Action) -> Line:
    source: list[Label] = [_("any stage")] if action.source is ANYWHERE else []
    source += [stage.label for stage in as_tuple(action.source) if hasattr(stage, "label")]
    return Line(
        name, action.label, action.by.label, source or [_("beginning")],
        getattr(action.target, "label", _("the same stage")), list(_asked(procedure, action)),
        action.when.label if action.when else "", list(_terms(action)), list(_follows(action)), action.basis,
        action.interpretation or "",
    )  # fmt: skip


def _asked(procedure: type[Procedure], action: Action) -> Iterator[Label]:
    model = action.follows.adds or procedure.record
    for name in action.fields:
        label = model._meta.get_field(name).verbose_name
        if name in action.asks_if:
            yield format_lazy(
                _("{field}, if the matter {condition}"), field=label, condition=action.asks_if[name].label
            )
        elif name in action.asks:
            yield label
        else:
            yield format_lazy(_("{field}, if wished"), field=label)


def _terms(action: Action) -> Iterator[Label]:
    then = action.follows
    kinds: list[tuple[Label, Iterable[object]]] = [
        (_("starts: {term}"), then.starts), (_("stops: {term}"), then.stops), (_("suspends: {term}"), then.suspends),
        (_("resumes: {term}"), then.resumes), (_("extends: {term}"), as_tuple(then.extends)),
        (_("lapse of: {term}"), as_tuple(then.lapses)),
    ]  # fmt: skip
    for words, terms in kinds:
        yield from (format_lazy(words, term=term.label) for term in terms)  # type: ignore[attr-defined]


def _follows(action: Action) -> Iterator[Label]:
    then = action.follows
    if then.sends:
        yield format_lazy(_("letter: {letter}, to: {who}"), letter=then.sends.label, who=then.sends.to.label)
    yield from (format_lazy(_("notice to: {who}"), who=role.label) for role in then.notifies)
    known = newest()
    if then.opens in known:
        yield format_lazy(_("opens: {procedure}"), procedure=known[then.opens].title)
    if then.after in known:
        yield format_lazy(_("follows the end of: {procedure}"), procedure=known[then.after].title)
