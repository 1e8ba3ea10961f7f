"""`./dienests staff import FILE --basis ORDER [--dry-run]`: takes a staff list in, or names every bad row."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

import django

from dienests.cli.failure import Failure


def run(arguments: list[str]) -> int:
    """Import a staff list; return 1 when it was refused."""
    options = _options(arguments)
    try:
        with options.file.open("rb") as file:
            content = file.read(6 * 1024 * 1024)
    except FileNotFoundError:
        raise Failure(f"there is no file {options.file}; name the staff list.") from None
    django.setup()
    # These read models, so they can be imported only after Django was set up.
    from django.utils import translation  # noqa: PLC0415 - see above

    from dienests.cli import staffing  # noqa: PLC0415 - see above

    with translation.override("en"):
        status, words = staffing.import_list(
            content, institution=options.institution, basis=options.basis, new_units=options.new_units,
            dry=options.dry_run, at=datetime.now(UTC),
        )  # fmt: skip
    print(words, file=sys.stderr if status else sys.stdout)
    return status


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dienests staff", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    importing = commands.add_parser("import", help="take in a staff list, .xlsx or CSV: all of it or nothing")
    importing.add_argument("file", type=Path)
    importing.add_argument("--basis", required=True, help="the order on which the list rests")
    importing.add_argument("--institution", default="", help="its short name, where there are several")
    importing.add_argument("--dry-run", action="store_true", help="only tell what would happen")
    importing.add_argument("--new-units", action="store_true", help="add units that do not exist yet")
    return parser.parse_args(arguments)
