"""Soundness: a pure function that says, a sentence each, what is wrong with a declaration; run as a system check."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks

from dienests.kernel.norms.outline import complaints
from dienests.kernel.procedures.claims import bases
from dienests.kernel.procedures.procedure import RESERVED, Procedure
from dienests.kernel.procedures.references import reference_faults
from dienests.kernel.procedures.registry import declared
from dienests.kernel.procedures.running_terms import term_faults
from dienests.kernel.procedures.term_changes import change_faults
from dienests.kernel.procedures.ways import way_faults


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
            yield f"{slug}: version {version} is declared {count} times; give one of them another slug or version."
    yield from _families(procedures)
    for procedure in procedures:
        yield from faults(procedure)


def _families(procedures: Sequence[type[Procedure]]) -> Iterator[str]:
    """A later version of a slug amends the one before: it is its subclass and keeps its cases in the same table."""
    for later in procedures:
        for earlier in procedures:
            if earlier.slug == later.slug and earlier.version < later.version and not _amends(later, earlier):
                yield (
                    f"{later.slug}: version {later.version} does not amend version {earlier.version}; "
                    "write it as a subclass with the same record, or give it another slug."
                )


def _amends(later: type[Procedure], earlier: type[Procedure]) -> bool:
    return issubclass(later, earlier) and later.record is earlier.record


def faults(procedure: type[Procedure]) -> Iterator[str]:
    """Yield what is wrong with one procedure, each in one sentence that begins with its slug."""
    found = (
        *_basis(procedure), *_names(procedure), *way_faults(procedure), *reference_faults(procedure),
        *change_faults(procedure), *term_faults(procedure), *_conduct_day(procedure),
    )  # fmt: skip
    return (f"{procedure.slug}: {sentence}" for sentence in dict.fromkeys(found))


def _basis(procedure: type[Procedure]) -> Iterator[str]:
    for name, basis, _label in bases(procedure):
        for complaint in complaints(basis):
            yield f"{name or 'the procedure'}: {complaint}."


def _conduct_day(procedure: type[Procedure]) -> Iterator[str]:
    name = procedure.conduct_day
    days = {field.name for field in procedure.record._meta.concrete_fields if field.get_internal_type() == "DateField"}
    if name and name not in days:
        yield f"conduct_day: the record has no day named {name}; name a field made with day(...)."


def _names(procedure: type[Procedure]) -> Iterator[str]:
    for name in procedure.items:
        if name in RESERVED:
            yield f"'{name}' is a name of the engine; give the item another name."
