"""`./dienests log verify`: walks the chain of every stream and tells each break."""

import sys

import django
from django.utils import translation

from dienests.cli.failure import Failure


def run(arguments: list[str]) -> int:
    """Verify the log; return 1 when a chain is broken."""
    if arguments != ["verify"]:
        raise Failure("write: ./dienests log verify")
    django.setup()
    from dienests.kernel.log.verify import verify  # noqa: PLC0415 - models can be loaded only after Django is set up

    with translation.override("en"):
        walk = verify()
        for broken in walk.breaks:
            print(broken, file=sys.stderr)
    print(f"{walk.events} events in {walk.streams} streams, {len(walk.breaks)} breaks")
    return 1 if walk.breaks else 0
