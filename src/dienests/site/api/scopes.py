"""What a token may name: groups of operations, and single acts; with the words in which people choose."""

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from dienests.site.api import acting, cases, letters
from dienests.site.api.sound import newest_sound

Choice = tuple[str, str | Promise]


def groups() -> list[Choice]:
    """Return the groups: reading, and for each procedure opening and acting."""
    found: list[Choice] = [
        (cases.READ, _("read the cases that I see")), (letters.READ, _("read the letters that I may read")),
    ]  # fmt: skip
    for slug, procedure in newest_sound().items():
        title = str(procedure.title)
        kinds = {each.group for each in acting.operations() if each.group.startswith(f"{slug}.")}
        words = {f"{slug}.start": _("open a case: %(title)s"), f"{slug}.act": _("act in my cases: %(title)s")}
        found += [(group, words[group] % {"title": title}) for group in words if group in kinds]
    return found


def singles() -> list[tuple[str, list[Choice]]]:
    """Return the single acts of each procedure."""
    acts = list(acting.operations())
    return [
        (capfirst(str(procedure.title)), [(each.id, each.summary) for each in acts if each.tag == slug])
        for slug, procedure in newest_sound().items()
    ]


def words_of(operations: list[str]) -> list[str]:
    """Return the words for what stands on a token; a name that is known no longer stays a name."""
    known = dict(groups()) | {name: label for _title, acts in singles() for name, label in acts}
    return [str(known.get(name, name)) for name in operations]
