"""`./dienests procedures check`, `publish SLUG [--basis TEXT]`, `withdraw SLUG`."""

import argparse
import sys
from datetime import UTC, datetime

import django
from django.utils import translation

from dienests.cli.failure import Failure


def run(arguments: list[str]) -> int:
    """Check what is published, freeze the next version of a procedure, or make the newest one a draft again."""
    options = _options(arguments)
    django.setup()
    with translation.override("en"):
        return {"check": _check, "publish": _publish, "withdraw": _withdraw}[options.command](options)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dienests procedures", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="tell whether every published version is what was published, and what is a draft")
    publishing = commands.add_parser("publish", help="freeze the next version of a procedure in procedures.lock")
    publishing.add_argument("slug", help="of the procedure, such as ethics-report")
    publishing.add_argument("--basis", default="", help="order or norm; without it the basis of the procedure itself")
    withdrawing = commands.add_parser("withdraw", help="make the newest published version a draft again")
    withdrawing.add_argument("slug", help="of the procedure; no case may have begun under the version")
    return parser.parse_args(arguments)


def _check(_options: argparse.Namespace) -> int:
    from dienests.kernel.procedures.lock import place, read  # noqa: PLC0415 - declarations, after setup
    from dienests.kernel.procedures.published import drafts, lock_faults  # noqa: PLC0415 - see above

    wrong = list(lock_faults())
    for sentence in wrong:
        print(sentence, file=sys.stderr)
    if wrong:
        return 1
    for each in read(place()):
        print(f"{each.slug} {each.version}: published on {each.on}, {each.basis}")
    for draft in drafts():
        print(f"{draft.slug} {draft.version}: draft")
    return 0


def _publish(options: argparse.Namespace) -> int:
    from dienests.kernel.calendar.zone import local_date  # noqa: PLC0415 - see above
    from dienests.kernel.procedures.lock import LockError  # noqa: PLC0415 - see above
    from dienests.kernel.procedures.publishing import publish  # noqa: PLC0415 - see above

    try:
        line = publish(slug=options.slug, on=local_date(datetime.now(UTC)), basis=options.basis)
    except LockError as refused:
        raise Failure(str(refused)) from None
    print(f"{line.slug}: version {line.version} is published; commit procedures.lock and versions/ with it.")
    return 0


def _withdraw(options: argparse.Namespace) -> int:
    from dienests.kernel.cases.case import Case  # noqa: PLC0415 - see above
    from dienests.kernel.procedures.lock import LockError  # noqa: PLC0415 - see above
    from dienests.kernel.procedures.publishing import withdraw  # noqa: PLC0415 - see above

    def begun(slug: str, version: int) -> int:
        return Case.objects.filter(procedure=slug, version=version, institution__is_demonstration=False).count()

    try:
        line = withdraw(slug=options.slug, begun=begun)
    except LockError as refused:
        raise Failure(str(refused)) from None
    print(f"{line.slug}: version {line.version} is a draft again.")
    return 0
