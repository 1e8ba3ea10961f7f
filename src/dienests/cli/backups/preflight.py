"""What must hold before a copy is loaded; nothing is changed here. Each fault is one sentence that says what to do."""

from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from dienests.cli.backups import checking, erased_list, key_names, making, mark, postgresql, published
from dienests.cli.backups.manifest import Manifest
from dienests.cli.failure import Failure
from dienests.kernel.retention.erased_list import ListError, parse


@dataclass(frozen=True, slots=True)
class Plan:
    """A copy that may be loaded: its folder and manifest, the lines of the list of erased things, what goes on.

    `lost` is how many published entries lie behind the copy, `keys` the keys that are missing; `loaded` says that a
    restore which was stopped had the data in the database already, `joined` that it had joined the published log.
    """

    folder: Path
    manifest: Manifest
    lines: tuple[str, ...]
    behind: int
    keys: tuple[str, ...]
    loaded: bool
    joined: bool
    grants: bool


def plan(folder: Path, *, without_keys: bool, without_grants: bool) -> Plan:
    """Return what is to be done; raises a Failure when it must not be done."""
    manifest = checking.check(folder)
    _fits(manifest)
    lines = _lines(manifest)
    behind = published.behind(manifest.log)
    missing = key_names.missing(folder, lines)
    if missing and not without_keys:
        raise Failure(
            f"{len(missing)} keys are missing in the key store: {_named(missing)}. Put your copy of KEY_URL back; only "
            "when they are lost for good, say --without-keys: what they sealed can never be read again."
        )
    loaded, joined = _room(manifest)
    if manifest.roles and not without_grants and not loaded:
        unknown = postgresql.unknown_roles(manifest.roles)
        if unknown:
            raise Failure(
                f"the copy gives rights to {', '.join(unknown)}, whom this server does not know; make these roles "
                "first, or say --without-grants."
            )
    grants = bool(manifest.roles) and not without_grants
    return Plan(folder, manifest, lines, behind, tuple(missing), loaded, joined, grants)


def _fits(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        raise Failure(
            f"the copy is one of {manifest.vendor}, DATABASE_URL names {connection.vendor}; name an empty database of "
            "that kind in DATABASE_URL."
        )
    loader = MigrationLoader(None)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    ours = {app for app, _name in loader.disk_migrations}
    newer = [each for each in manifest.migrations if each not in known and each.partition(".")[0] in ours]
    if newer:
        raise Failure(f"the copy was made by a newer version ({newer[-1]}); restore it with that version.")


def _lines(manifest: Manifest) -> tuple[str, ...]:
    lines = erased_list.lines(manifest.log)
    try:
        list(parse(lines))
    except ListError as wrong:
        raise Failure(str(wrong)) from None
    return tuple(lines)


def _room(manifest: Manifest) -> tuple[bool, bool]:
    """Say whether the copy is in the database already, from a restore that was stopped; refuse any other database."""
    tables = making.database().tables()
    if not tables:
        return False, False
    if mark.TABLE not in tables:
        raise Failure("this database is not empty, and a copy is loaded into an empty one only; name another database.")
    standing = mark.standing()
    assert standing is not None
    digest, step = standing
    if digest and digest != manifest.digest():
        raise Failure(
            "the restore of another copy was stopped in this database; go on with that copy, or begin with an empty "
            "database."
        )
    return "django_migrations" in tables, step == mark.JOINED


def _named(missing: list[str]) -> str:
    return ", ".join(missing[:5]) + (f" and {len(missing) - 5} more" if len(missing) > 5 else "")
