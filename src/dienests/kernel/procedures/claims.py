"""What declarations claim of the rulebooks: every basis of a declared item, for the coverage."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.norms.basis import Basis
from dienests.kernel.norms.claims import Claim, register
from dienests.kernel.norms.declared import Declared
from dienests.kernel.norms.declared import register as register_parameters
from dienests.kernel.norms.processing import RETENTION_ELSEWHERE, every, without_end
from dienests.kernel.procedures.bodies import by_laws
from dienests.kernel.procedures.conditions import conditions_of
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import declared, newest
from dienests.kernel.procedures.roles import Role


def register_all() -> None:
    """Hand claims and parameters of all procedures to the norms."""
    register(claims)
    register_parameters(parameters)


def claims() -> Iterator[Claim]:
    """Yield one claim per declared item, under the name of the module and the item."""
    for procedure in declared():
        for name, basis, label in bases(procedure):
            declaration = f"{procedure.slug}.{name}" if name else procedure.slug
            yield Claim(
                basis=basis,
                declaration=declaration,
                label=label,
                version=procedure.version,
                kind=_kind(procedure, name),
            )


def _kind(procedure: type[Procedure], name: str) -> str:
    first = name.partition(".")[0]
    if first in ("field", "condition") and first not in procedure.items:
        return first
    return type(procedure.items[first]).__name__.lower() if first in procedure.items else "procedure"


def bases(procedure: type[Procedure]) -> Iterator[tuple[str, Basis, Label]]:
    """Yield (item, basis, label) of everything in a procedure that rests on a paragraph, fields and conditions too."""
    yield "", procedure.basis, procedure.title
    for name, item in procedure.items.items():
        basis = getattr(item, "basis", None)
        if isinstance(basis, Basis):
            yield name, basis, item.label
        if isinstance(item, Role) and item.identity:
            yield f"{name}.identity", item.identity.basis, item.identity.label
        declared_contest = getattr(item, "contest", None)
        if declared_contest is not None:
            yield f"{name}.contest", declared_contest.basis, declared_contest.where
    withdrawal = procedure.withdrawal
    if isinstance(withdrawal.basis, Basis):
        yield "withdrawal", withdrawal.basis, withdrawal.interpretation
    for field in procedure.record._meta.get_fields():
        datum = getattr(field, "datum", None)
        if datum:
            yield f"field.{field.name}", datum.basis, field.verbose_name
    for name, condition in conditions_of(procedure.record).items():
        yield f"condition.{name}", condition.basis, condition.label


def parameters() -> Iterator[Declared]:
    """Yield what the sources leave open: terms, how bodies decide, how long the data of each category are kept."""
    yield from _periods()
    for procedure in newest().values():
        for term in procedure.terms.values():
            if term.unset:
                yield Declared(
                    slug=term.parameter, label=term.label, where=str(term.value), basis=str(term.basis), kind="term"
                )
            if term.extension_unset:
                yield Declared(
                    slug=term.extension_parameter, label=format_lazy(_("{term}: extension"), term=term.label),
                    where=str(term.extends_by), basis=str(term.basis), kind="term",
                )  # fmt: skip
        yield from by_laws(procedure)


def _periods() -> Iterator[Declared]:
    data = (getattr(field, "datum", None) for each in newest().values() for field in each.record._meta.get_fields())
    categories = {datum.category.slug: datum.category for datum in data if datum and datum.category}
    categories |= {
        role.identity.slug: role.identity for each in newest().values() for role in each.roles.values() if role.identity
    }
    for category in categories.values():
        yield _period(category.parameter, category.label, category.retention.where, str(category.basis))
    for entry in without_end(every()):
        yield _period(entry.parameter, entry.data, RETENTION_ELSEWHERE.where, "")


def _period(slug: str, data: Label | Promise, where: Label | Promise, basis: str) -> Declared:
    label = format_lazy(_("how long to keep: {data}"), data=data)
    return Declared(slug=slug, label=label, where=where, basis=basis, kind="retention")
