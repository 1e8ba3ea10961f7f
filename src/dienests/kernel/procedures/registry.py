"""All procedures of this installation, by slug and version."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dienests.kernel.procedures.procedure import Procedure

_declared: list[type[Procedure]] = []
_by_key: dict[tuple[str, int], type[Procedure]] = {}


def register(procedure: type[Procedure]) -> None:
    """Add a declaration; a second one of the same slug and version is reported by `soundness`."""
    _declared.append(procedure)
    _by_key.setdefault(procedure.key(), procedure)


def withdraw(procedure: type[Procedure]) -> None:
    """Take a declaration back: for tests that declare procedures of their own."""
    _declared.remove(procedure)
    _by_key.clear()
    for left in _declared:
        _by_key.setdefault(left.key(), left)


def declared() -> tuple[type[Procedure], ...]:
    """Return every declaration in the order in which the modules stand."""
    return tuple(_declared)


def newest() -> dict[str, type[Procedure]]:
    """Return the version of each procedure under which a new case begins, by slug."""
    found: dict[str, type[Procedure]] = {}
    for procedure in _declared:
        if procedure.slug not in found or found[procedure.slug].version < procedure.version:
            found[procedure.slug] = procedure
    return found


def find(slug: str, version: int) -> type[Procedure]:
    """Return the declaration that a case began with; raises LookupError with a sentence."""
    try:
        return _by_key[slug, version]
    except KeyError:
        missing = f"no procedure '{slug}' in version {version} is declared; restore its file in versions/."
        raise LookupError(missing) from None


def versions(slug: str) -> list[type[Procedure]]:
    """Return all declared versions of a procedure, the oldest first."""
    return sorted((each for each in _declared if each.slug == slug), key=lambda each: each.version)


def of_event(version: str) -> type[Procedure] | None:
    """Return the declaration under which an event was written ("slug:version"); None where it names none."""
    slug, _colon, number = version.rpartition(":")
    return _by_key.get((slug, int(number))) if number.isdecimal() else None
