"""`./dienests norms import FILE --act SLUG [--from DAY]`, `norms coverage [--json]`, `norms diff OLD NEW [--json]`."""

import argparse
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import django
from django.utils import translation

from dienests.cli import prepare


def run(arguments: list[str]) -> int:
    """Import a text, print how much of each act is carried, or compare redactions; 1 when a text was refused.

    `diff` answers as the command of that name does: 0 alike, 1 different, 2 refused.
    """
    options = _options(arguments)
    django.setup()
    from dienests.kernel.norms.command import coverage_command, import_command  # noqa: PLC0415 - models, after setup
    from dienests.kernel.norms.diff_command import REFUSED, diff_command  # noqa: PLC0415 - as above

    with translation.override("en"):
        if options.command == "coverage":
            print(coverage_command(json=options.json))
            return 0
        # Whoever imports before the first start has no tables yet; with tables this takes no time.
        prepare.tables()
        if options.command == "diff":
            status, words = diff_command(options.old, options.new, act=options.act, json=options.json)
            print(words, file=sys.stderr if status == REFUSED else sys.stdout)
            return status
        at = datetime.now(UTC)
        status, words = import_command(options.file, act=options.act, at=at, valid_from=options.valid_from)
        print(words, file=sys.stderr if status else sys.stdout)
        return status


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dienests norms", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    importing = commands.add_parser("import", help="read an official text and find every provision of its outline")
    importing.add_argument("file", type=Path)
    importing.add_argument("--act", required=True, help="the slug of the act, such as vpd-ethics-code-2026")
    importing.add_argument(
        "--from", dest="valid_from", type=date.fromisoformat, help="the first day of this redaction, as 2026-02-27"
    )
    diff = commands.add_parser("diff", help="compare two redactions and tell what rests on each difference")
    diff.add_argument(
        "old", help="a file, or with --act a stored redaction: its hash or a day on which it was in force"
    )
    diff.add_argument("new", help="as before")
    diff.add_argument("--act", default="", help="the slug of the act; recognised by its words where it is not given")
    diff.add_argument("--json", action="store_true")
    coverage = commands.add_parser("coverage", help="per act: claimed and by what, not for software, open")
    coverage.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)
