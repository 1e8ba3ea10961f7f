"""`./dienests backup [--to DIR] [--keep N] [--check DIR]`: copies database and files while the server runs.

Not in a copy: the keys (KEY_URL), and LOG_DIR with the checkpoints and the list of what was erased. Copy both
elsewhere, always the newest. A copy holds what is erased later: keep it no longer than you need it.
"""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

import django

from dienests.cli.failure import Failure


def run(arguments: list[str]) -> int:
    """Make a copy, or check one; return 1 when a file that the database knows lies nowhere."""
    options = _options(arguments)
    django.setup()
    return _check(options.check) if options.check else _make(options.to, options.keep)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./dienests backup", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--to", type=Path, metavar="DIR", help="the folder of the copies; backups beside DATA_DIR")
    parser.add_argument("--keep", type=int, metavar="N", help="remove older copies in that folder, so that N are left")
    parser.add_argument("--check", type=Path, metavar="DIR", help="read a copy back instead of making one")
    options = parser.parse_args(arguments)
    if options.keep is not None and options.keep < 1:
        raise Failure("keep at least one copy: --keep 1.")
    return options


def _check(folder: Path) -> int:
    from dienests.cli.backups import checking  # noqa: PLC0415 - reads the settings of the database

    found = checking.check(folder)
    print(
        f"{folder} is whole: made {found.made_at}, {found.vendor}, {len(found.files)} files, {found.log.events} events "
        f"of the log, {found.log.size} of them sealed."
    )
    return 0


def _make(to: Path | None, keep: int | None) -> int:
    from dienests.cli import lease  # noqa: PLC0415 - reads the settings of the database
    from dienests.cli.backups import making  # noqa: PLC0415 - see above

    target = (to or making.usual()).resolve()
    _refuse_mixture(target)
    with lease.serving():
        _seal(datetime.now(UTC))
        place, manifest = making.make(datetime.now(UTC), to=target)
        gone = making.age_out(target, keep=keep, noted=_noted()) if keep is not None else 0
    print(f"Copied to {place}: database, {len(manifest.files)} files, {manifest.log.events} events of the log.")
    print("Not in it: the keys (KEY_URL) and LOG_DIR; keep the newest of both elsewhere.")
    if keep is not None:
        print(f"{gone} older copies were removed; each held what was erased after it.")
    if manifest.missing:
        print(f"{len(manifest.missing)} files lie nowhere any more, first: {manifest.missing[0]}; see manifest.json.")
    return int(bool(manifest.missing))


def _seal(at: datetime) -> None:
    """Publish what waits, so that the checkpoint, without which nothing is restored, is there and knows of the copy."""
    from dienests.cli import migrating  # noqa: PLC0415 - see above
    from dienests.kernel.log.refusals import SealingRefused  # noqa: PLC0415 - see above
    from dienests.kernel.log.sealing import seal  # noqa: PLC0415 - see above

    if migrating.pending():
        return  # the tables of the log may be older than the code
    try:
        seal(at=at)
    except SealingRefused as why:
        print(f"Nothing was sealed before the copy. {why}", file=sys.stderr)


def _refuse_mixture(target: Path) -> None:
    """A copy together with the keys would open every personal code; one in LOG_DIR would be published."""
    from urllib.parse import unquote, urlsplit  # noqa: PLC0415 - needed here alone

    from django.conf import settings  # noqa: PLC0415 - see above

    keys = Path(unquote(urlsplit(settings.KEY_URL).path))
    for what, place in (("the keys", keys), ("the log", settings.LOG_DIR), ("the files", settings.DATA_DIR / "files")):
        if target.is_relative_to(Path(place).resolve()):
            raise Failure(f"{target} lies within the folder of {what}; name another one.")


def _noted() -> Path | None:
    """Return the copy that an upgrade, stopped in the middle, goes back to."""
    from dienests.cli import upgrade  # noqa: PLC0415 - see above

    return upgrade.noted()
