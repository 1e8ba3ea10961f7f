"""The offices that the declared procedures name: what an institution must establish before its cases can run."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import newest
from dienests.kernel.procedures.roles import Group, Role


@dataclass(frozen=True, slots=True)
class NeededOffice:
    """One office by its slug, a title in both languages, and the procedures that name it."""

    slug: str
    title_lv: str
    title_en: str
    procedures: tuple[str, ...]


def needed() -> tuple[NeededOffice, ...]:
    """Return every office that a procedure for new cases names, in the order in which they are declared."""
    found: dict[str, list[tuple[type[Procedure], Role]]] = {}
    for procedure in newest().values():
        for role in _named(procedure):
            found.setdefault(role.office, []).append((procedure, role))
    return tuple(_office(slug, named) for slug, named in found.items())


def led() -> tuple[str, ...]:
    """Return the procedures that ask for a direct manager, so that units need an office that leads them."""
    return tuple(p.slug for p in newest().values() if any(role.manages for role in p.roles.values()))


def _named(procedure: type[Procedure]) -> Iterator[Role]:
    for role in procedure.roles.values():
        if role.office:
            yield role


def _office(slug: str, named: list[tuple[type[Procedure], Role]]) -> NeededOffice:
    # A body names its members' office; where some role is that office itself, its label is the better title.
    role = next((role for _procedure, role in named if not isinstance(role, Group)), named[0][1])
    titles = {}
    for language in ("lv", "en"):
        with override(language):
            label = str(role.label)
            titles[language] = _("member: %(body)s") % {"body": label} if isinstance(role, Group) else label
    procedures = tuple(dict.fromkeys(procedure.slug for procedure, _role in named))
    return NeededOffice(slug, titles["lv"], titles["en"], procedures)
