"""`./dienests norms import FILE --act SLUG` and `./dienests norms coverage [--json]`."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

import django
from django.core.management import call_command
from django.utils import translation


def run(arguments: list[str]) -> int:
    """Import one official text, or print how much of each act the software carries; 1 when a text was refused."""
    options = _options(arguments)
    django.setup()
    from dienests.kernel.norms.command import coverage_command, import_command  # noqa: PLC0415 - models, after setup

    with translation.override("en"):
        if options.command == "coverage":
            print(coverage_command(json=options.json))
            return 0
        # Whoever imports before the first start has no tables yet; with tables this takes no time.
        call_command("migrate", verbosity=0, interactive=False)
        status, words = import_command(options.file, act=options.act, at=datetime.now(UTC))
        print(words, file=sys.stderr if status else sys.stdout)
        return status


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dienests norms", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    importing = commands.add_parser("import", help="read an official text and find every provision of its outline")
    importing.add_argument("file", type=Path)
    importing.add_argument("--act", required=True, help="the slug of the act, such as vpd-ethics-code-2026")
    coverage = commands.add_parser("coverage", help="per act: claimed and by what, not for software, open")
    coverage.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)
