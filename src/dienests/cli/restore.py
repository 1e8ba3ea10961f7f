"""`./dienests restore DIR [--check]`: loads a copy into an empty database and takes out again what was erased since.

It needs LOG_DIR as it was last (checkpoint, tiles, the list of erased things) and the keys (KEY_URL), both kept outside
of the copy. Stopped in the middle, it goes on when it is said again; until it is done nothing is served.
"""

import argparse
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import django
from django.utils import translation

from dienests.cli import prepare


def run(arguments: list[str]) -> int:
    """Restore, or tell with --check what a restore would do; return 0."""
    options = _options(arguments)
    prepare.files()
    django.setup()
    from dienests.cli import lease  # noqa: PLC0415 - these read the settings of the database
    from dienests.cli.backups import preflight, restoring  # noqa: PLC0415 - see above

    with translation.override("en"), lease.restoring():
        plan = preflight.plan(options.copy, without_keys=options.without_keys, without_grants=options.without_grants)
        tell = partial(print, flush=True)
        if plan.loaded:
            tell("An earlier restore of this copy was stopped; it goes on.")
        for name in plan.keys:
            tell(f"Without the key {name}: what it sealed cannot be read.")
        if options.check:
            return _told(plan)
        restoring.restore(plan, at=datetime.now(UTC), tell=tell)
    return 0


def _told(plan: "preflight.Plan") -> int:  # type: ignore[name-defined]  # noqa: F821 - loaded after Django is set up
    made, log = plan.manifest, plan.manifest.log
    print(
        f"The copy of {made.made_at} can be restored: {len(made.files)} files, {log.events} events of the log, "
        f"{len(plan.lines)} lines of erased things to apply; {plan.behind} events published since would be lost. "
        "Nothing was changed."
    )
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./dienests restore", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("copy", type=Path, metavar="DIR", help="a copy that ./dienests backup made")
    parser.add_argument("--check", action="store_true", help="change nothing, say what would be done")
    parser.add_argument("--without-keys", action="store_true", help="go on although keys are lost for good")
    parser.add_argument("--without-grants", action="store_true", help="PostgreSQL: give no rights to other roles")
    return parser.parse_args(arguments)
