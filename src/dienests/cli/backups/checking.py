"""Reading a copy back: every file is there as it was written, and the database in it can be read to its end."""

import shutil
from pathlib import Path

from dienests.cli.backups import postgresql, sqlite
from dienests.cli.backups.manifest import Manifest, faults, read
from dienests.cli.failure import Failure


def check(folder: Path) -> Manifest:
    """Return the manifest of a sound copy; raises a Failure that names the first fault."""
    manifest = read(folder)
    found = list(faults(folder, manifest))
    if found:
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        raise Failure(f"this copy is damaged: {folder}: {found[0]}{more}; take another copy.")
    if manifest.vendor == "sqlite":
        sqlite.check(folder / manifest.database.path)
    elif shutil.which("pg_restore") is not None:  # elsewhere the hash alone has to do
        postgresql.check(folder / manifest.database.path)
    return manifest
