"""The procedures that the interface offers: sound ones only, judged once for a set of declarations."""

from functools import lru_cache

from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import declared
from dienests.kernel.procedures.soundness import faults


def sound() -> tuple[type[Procedure], ...]:
    """Return every declared version that is sound, in the order of the modules."""
    return _sound(declared())


def newest_sound() -> dict[str, type[Procedure]]:
    """Return the newest sound version of each procedure, by slug."""
    found: dict[str, type[Procedure]] = {}
    for each in sound():
        if each.slug not in found or found[each.slug].version < each.version:
            found[each.slug] = each
    return found


@lru_cache(maxsize=4)
def _sound(procedures: tuple[type[Procedure], ...]) -> tuple[type[Procedure], ...]:
    return tuple(each for each in procedures if not any(faults(each)))
