"""What `./dienests procedures check`, `publish` and `withdraw` do; imported once Django is set up."""

import argparse
import sys
from datetime import UTC, datetime

from dienests.cli.failure import Failure
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.procedures import publishing
from dienests.kernel.procedures.lock import LockError, place, read
from dienests.kernel.procedures.published import drafts, lock_faults


def check(_options: argparse.Namespace) -> int:
    """Tell what is published and what is a draft; 1 and a sentence for each published version that was changed."""
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


def publish(options: argparse.Namespace) -> int:
    """Freeze the next version of a procedure."""
    try:
        line = publishing.publish(slug=options.slug, on=local_date(datetime.now(UTC)), basis=options.basis)
    except LockError as refused:
        raise Failure(str(refused)) from None
    print(f"{line.slug}: version {line.version} is published; commit procedures.lock and versions/ with it.")
    return 0


def withdraw(options: argparse.Namespace) -> int:
    """Make the newest published version a draft again."""

    def begun(slug: str, version: int) -> int:
        return Case.objects.filter(procedure=slug, version=version, institution__is_demonstration=False).count()

    try:
        line = publishing.withdraw(slug=options.slug, begun=begun)
    except LockError as refused:
        raise Failure(str(refused)) from None
    print(f"{line.slug}: version {line.version} is a draft again.")
    return 0
