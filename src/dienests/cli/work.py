"""`./dienests work [--forever]`: carries out what acts left to be done: letters, sub-cases, what failed before."""

import argparse
import signal
from datetime import UTC, datetime
from threading import Event

import django

PAUSE_SECONDS = 30


def run(arguments: list[str]) -> int:
    """Carry out what waits, once or until told to stop; return 0."""
    parser = argparse.ArgumentParser(prog="./dienests work", description=__doc__)
    parser.add_argument("--forever", action="store_true", help="go on every half minute until told to stop")
    options = parser.parse_args(arguments)
    django.setup()
    from django.db import connection  # noqa: PLC0415 - see below

    from dienests.cli import lease  # noqa: PLC0415 - see below
    from dienests.kernel.cases import outbox  # noqa: PLC0415 - models can be loaded only after Django is set up

    stop = Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda _number, _frame: stop.set())
    with lease.serving():
        while True:
            done = outbox.run_pending(at=datetime.now(UTC))
            if done or not options.forever:
                print(f"{done} effects carried out.", flush=True)
            if not options.forever or stop.wait(PAUSE_SECONDS):
                return 0
            connection.close_if_unusable_or_obsolete()
