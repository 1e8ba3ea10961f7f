"""`./dienests log verify | copy DIR`: walks the chain of every stream; copies the log for the stand-alone verifier."""

import argparse
import sys
from pathlib import Path

import django
from django.utils import translation

from dienests.cli.failure import Failure


def run(arguments: list[str]) -> int:
    """Verify or copy the log; return 1 when a chain is broken."""
    options = _options(arguments)
    django.setup()
    with translation.override("en"):
        return _copy(options) if options.command == "copy" else _verify()


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dienests log", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("verify", help="tell every break in the log")
    copying = commands.add_parser("copy", help="copy the log into a new folder, for verifier/verify_evidence.py")
    copying.add_argument("folder", type=Path)
    copying.add_argument("--without-content", action="store_true", help="who, when and what, not the words: for others")
    return parser.parse_args(arguments)


def _verify() -> int:
    from dienests.kernel.log.verify import verify  # noqa: PLC0415 - models can be loaded only after Django is set up

    walk = verify()
    for broken in walk.breaks:
        print(broken, file=sys.stderr)
    print(f"{walk.events} events in {walk.streams} streams, {len(walk.breaks)} breaks")
    return 1 if walk.breaks else 0


def _copy(options: argparse.Namespace) -> int:
    from dienests.kernel.log import copying  # noqa: PLC0415 - models can be loaded only after Django is set up

    try:
        made = copying.copy(options.folder, with_content=not options.without_content)
    except copying.CopyRefused as refused:
        raise Failure(str(refused)) from None
    print(f"{made.acts} acts copied to {options.folder}, {made.waiting} of them not yet sealed, {made.lost} lost")
    print(f"check them: python3 verify_evidence.py log {options.folder}")
    return 0
