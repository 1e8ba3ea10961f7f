"""`./dienests upgrade [--backed-up]`: brings a founded institution to this version; stopped anywhere, it goes on."""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

import django
from django.conf import settings

from dienests.cli import prepare
from dienests.cli.failure import Failure

NOTE = "upgrade.json"


def run(arguments: list[str]) -> int:
    """Upgrade and say what was done; return 0."""
    parser = argparse.ArgumentParser(prog="./dienests upgrade", description=__doc__)
    parser.add_argument("--backed-up", action="store_true", help="make no copy: there is one already")
    options = parser.parse_args(arguments)
    prepare.files()
    django.setup()
    from dienests.cli import lease  # noqa: PLC0415 - reads the settings of the database

    with lease.upgrading():
        _upgrade(backed_up=options.backed_up, at=datetime.now(UTC))
    return 0


def _upgrade(*, backed_up: bool, at: datetime) -> None:
    from dienests.cli import checks, migrating  # noqa: PLC0415 - read models

    checks.run()
    pending = migrating.pending()
    note = settings.DATA_DIR / NOTE
    if not pending:
        # An upgrade that was stopped after its last migration has not walked the log yet.
        if note.exists():
            print(f"An earlier upgrade was stopped; its log holds {_verified('after')} events, all verified.")
        note.unlink(missing_ok=True)
        prepare.tables()
        _complete(at)
        print("Nothing to upgrade: the database fits this version.")
        return
    print(f"{len(pending)} migrations to apply.", flush=True)
    _copy(note, backed_up=backed_up, at=at)
    before = _verified("before")
    count = migrating.apply(lambda name: print(f"  applied {name}", flush=True))
    after = _verified("after")
    if after < before:
        raise Failure(f"the log held {before} events before and {after} after; restore the backup and report this.")
    prepare.tables()
    _complete(at)
    note.unlink(missing_ok=True)
    print(f"Upgraded: {count} migrations, {after} events of the log verified. Start it with ./dienests up.")


def _complete(at: datetime) -> None:
    from dienests.site.founding.completing import complete  # noqa: PLC0415 - reads models

    for office in complete(at=at):
        print(f"Established, vacant: {office.title} ({office.slug}). Appoint somebody under Administration, Offices.")


def _copy(note: Path, *, backed_up: bool, at: datetime) -> None:
    """Copy the database, save where a stopped upgrade made its copy: half upgraded, it is no copy of the old state."""
    from dienests.cli.backups import making  # noqa: PLC0415 - reads the settings of the database

    if backed_up:
        print("No copy was made: you have one.", flush=True)
        return
    earlier = noted()
    if earlier is not None:
        print(f"An earlier upgrade was stopped; it goes on. The copy of before: {earlier}", flush=True)
        return
    if not making.possible():
        raise Failure(
            "pg_dump is not installed here, so no copy can be made; make one elsewhere and say --backed-up "
            "(on Debian: apt-get install postgresql-client)."
        )
    path, _manifest = making.make(at)
    note.write_text(json.dumps({"backup": str(path)}), encoding="utf-8")
    print(f"Copied to {path}; the keys and LOG_DIR are not in it, keep them apart.", flush=True)


def noted() -> Path | None:
    """Return the copy that an upgrade made which was stopped; None where none was stopped."""
    try:
        path = Path(json.loads((settings.DATA_DIR / NOTE).read_text(encoding="utf-8"))["backup"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    return path if path.exists() else None


def _verified(when: str) -> int:
    """Walk the log and return the number of its events; raises a Failure with the first break."""
    from django.db import connection  # noqa: PLC0415 - see above

    from dienests.kernel.log.verify import verify  # noqa: PLC0415 - see above

    if "kernel_log_event" not in connection.introspection.table_names():
        return 0
    found = verify()
    if found.breaks:
        raise Failure(f"the log is broken {when} the upgrade, {len(found.breaks)} times; first: {found.breaks[0]}")
    return found.events
