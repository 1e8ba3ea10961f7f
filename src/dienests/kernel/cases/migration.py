"""A migration of running cases: from one version of a procedure to a newer one, every open stage mapped, on a basis."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from dienests.kernel.norms import basis as norms
from dienests.kernel.norms.outline import complaints
from dienests.kernel.procedures.lock import LockError, place, read
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import find, versions

ACT = "migrated"  # of the event; a name that no declaration may use (procedures.procedure.RESERVED)


class MigrationError(ValueError):
    """A refusal in one sentence: why cases are not moved so, and what to do."""


@dataclass(frozen=True, slots=True)
class Migration:
    """Moves open cases of `slug` from version `source` to `target`; `stages` maps every open stage, `basis` is why."""

    slug: str
    source: int
    target: int
    basis: str
    stages: Mapping[str, str] = field(default_factory=dict)

    @property
    def old(self) -> type[Procedure]:
        """The declaration under which the cases run."""
        return find(self.slug, self.source)

    @property
    def new(self) -> type[Procedure]:
        """The declaration under which they go on."""
        return find(self.slug, self.target)

    @property
    def addresses(self) -> str:
        """The basis as addresses of provisions where it is that; empty for an order."""
        try:
            found = norms.parse(self.basis)
        except (ValueError, TypeError):
            return ""
        return "" if any(complaints(each) for each in found) else norms.join(*found)

    def check(self) -> None:
        """Raise MigrationError with the first thing that stands against it."""
        for sentence in faults(self):
            raise MigrationError(sentence)


def open_stages(procedure: type[Procedure]) -> list[str]:
    """Return the names of the stages in which a case is open, in the order of the declaration."""
    return [name for name, stage in procedure.stages.items() if not stage.ends]


def same_names(slug: str, source: int, target: int) -> dict[str, str]:
    """Return the map of open stages that both versions know by the same name."""
    there = open_stages(find(slug, target))
    return {name: name for name in open_stages(find(slug, source)) if name in there}


def faults(migration: Migration) -> Iterator[str]:
    """Yield what stands against a migration, a sentence each."""
    known = [procedure.version for procedure in versions(migration.slug)]
    names = {"slug": migration.slug, "source": migration.source, "target": migration.target}
    for version in (migration.source, migration.target):
        if version not in known:
            yield _("“%(slug)s” has no version %(version)s: choose one that is declared.") % (
                names | {"version": version}
            )
            return
    if migration.target <= migration.source:
        yield _("Cases move to a newer version only, and %(target)s is not newer than %(source)s.") % names
        return
    if not _published(migration):
        yield _("Version %(target)s of “%(slug)s” is a draft: publish it before cases move to it.") % names
    if not migration.basis.strip():
        yield _("The basis is missing: name the provision or the order on which these cases go on otherwise.")
    yield from _of_stages(migration)
    yield from _of_relations(migration)


def _published(migration: Migration) -> bool:
    try:
        return (migration.slug, migration.target) in {each.key() for each in read(place())}
    except LockError:
        return False


def _of_stages(migration: Migration) -> Iterator[str]:
    old, new = open_stages(migration.old), migration.new.stages
    for name in old:
        if not migration.stages.get(name):
            yield _("The stage “%(stage)s” is not mapped: say at which stage its cases go on.") % {
                "stage": migration.old.stages[name].label
            }
    for name, there in migration.stages.items():
        if name not in old:
            yield _("“%(name)s” is no open stage of version %(version)s: leave it out.") % {
                "name": name, "version": migration.source,
            }  # fmt: skip
        elif there and there not in new:
            yield _("“%(name)s” is no stage of version %(version)s: choose one of its open stages.") % {
                "name": there, "version": migration.target,
            }  # fmt: skip
        elif there and new[there].ends:
            yield _("“%(stage)s” is an end: a case is closed by an act, never by moving it.") % {
                "stage": new[there].label
            }


def _of_relations(migration: Migration) -> Iterator[str]:
    """Whoever takes part in a case goes on taking part: the newer version knows the same relations."""
    for name, role in migration.old.roles.items():
        there = migration.new.roles.get(name)
        if role.relation and (there is None or not there.relation):
            yield _("Version %(version)s has no role “%(role)s” for those who take part as such: keep it there.") % {
                "version": migration.target, "role": role.label,
            }  # fmt: skip
