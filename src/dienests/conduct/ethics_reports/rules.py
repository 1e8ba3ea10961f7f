"""Pure rules of reports."""

from django.utils.functional import lazystr

from dienests.kernel.norms.act import Bilingual
from dienests.kernel.norms.outline import act
from dienests.kernel.procedures.items import Label


def citable(*points: str) -> list[tuple[str, Label]]:
    """Return the provisions that a report may cite as (address, title): the given points, or their sub-points."""
    provisions = act("vpd-ethics-code-2026").provisions
    parents = {each.address.rpartition(".")[0] for each in provisions}
    return [
        (each.address, lazystr(Bilingual(f"{each.address}. {each.title.lv}", f"{each.address}. {each.title.en}")))
        for each in provisions
        if each.address.split(".")[0] in points and each.address not in parents
    ]
