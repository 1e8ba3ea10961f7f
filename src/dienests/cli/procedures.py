"""`./dienests procedures check | publish SLUG | withdraw SLUG | migrate SLUG --from N --to M --basis TEXT ...`."""

import argparse
from importlib import import_module

import django
from django.utils import translation


def run(arguments: list[str]) -> int:
    """Check what is published, freeze or free a version of a procedure, or move running cases to a newer one."""
    options = _options(arguments)
    django.setup()
    work = import_module("dienests.cli.procedures_work" if options.command != "migrate" else "dienests.cli.migrate")
    with translation.override("en"):
        return int(getattr(work, options.command)(options))


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dienests procedures", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="tell whether every published version is what was published, and what is a draft")
    publishing = commands.add_parser("publish", help="freeze the next version of a procedure in procedures.lock")
    publishing.add_argument("slug", help="of the procedure, such as ethics-report")
    publishing.add_argument("--basis", default="", help="order or norm; without it the basis of the procedure itself")
    withdrawing = commands.add_parser("withdraw", help="make the newest published version a draft again")
    withdrawing.add_argument("slug", help="of the procedure; no case may have begun under the version")
    _migrating(commands.add_parser("migrate", help="move running cases to a newer version, one event for each"))
    return parser.parse_args(arguments)


def _migrating(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug", help="of the procedure, such as ethics-report")
    parser.add_argument("--from", dest="source", type=int, required=True, help="version under which the cases run")
    parser.add_argument("--to", dest="target", type=int, required=True, help="version under which they go on")
    parser.add_argument("--basis", required=True, help="the provision (act:address) or the order")
    parser.add_argument("--stage", action="append", default=[], metavar="OLD=NEW", help="where cases of a stage go on")
    parser.add_argument("--same-names", action="store_true", help="stages of the same name are mapped to each other")
    parser.add_argument("--institution", default="", help="slug; without it the cases of all institutions")
    parser.add_argument("--dry-run", action="store_true", help="tell what would change, and change nothing")
    parser.add_argument("--json", action="store_true", help="tell it as JSON")
