"""`./dienests work [--forever]`: carries out what acts left to be done, and what is due from time to time."""

import argparse
from datetime import UTC, datetime

import django

from dienests.cli.stopping import Stop

PAUSE_SECONDS = 30


def run(arguments: list[str]) -> int:
    """Carry out what waits, once or until told to stop; return 1 when something failed in the only round."""
    parser = argparse.ArgumentParser(prog="./dienests work", description=__doc__)
    parser.add_argument("--forever", action="store_true", help="go on every half minute until told to stop")
    options = parser.parse_args(arguments)
    django.setup()
    from django.db import connection  # noqa: PLC0415 - see below

    from dienests.cli import lease  # noqa: PLC0415 - see below
    from dienests.site.work import rota  # noqa: PLC0415 - models can be loaded only after Django is set up

    stop = Stop()
    with lease.serving():
        while True:
            rota.enqueue(at=datetime.now(UTC), now=not options.forever)
            failed = 0
            for result in rota.carry_out():
                name, failed = result.task_path.rsplit(".", 1)[-1], failed + (result.status == "FAILED")
                if result.status == "FAILED":
                    print(f"{name}: failed ({result.exception_class_path}), will be tried again.", flush=True)
                elif result.return_value or not options.forever:
                    print(f"{name}: {result.return_value} done.", flush=True)
            if not options.forever or stop.within(PAUSE_SECONDS):
                return int(bool(failed) and not options.forever)
            connection.close_if_unusable_or_obsolete()
