"""`./dienests retention due|repeat`: tells what falls due, or finishes erasings that a crash cut off."""

import sys
from datetime import UTC, datetime

import django
from django.utils import translation

from dienests.cli.failure import Failure


def run(arguments: list[str]) -> int:
    """Tell for each institution how many cases hold data that are due, or carry out the list of erased things."""
    if arguments not in (["due"], ["repeat"]):
        raise Failure("write: ./dienests retention due, or ./dienests retention repeat")
    django.setup()
    with translation.override("en"):
        return _due() if arguments == ["due"] else _repeat()


def _due() -> int:
    # Models can be loaded only after Django is set up.
    from dienests.kernel.parties.institution import Institution  # noqa: PLC0415 - see above
    from dienests.kernel.retention import due, pending  # noqa: PLC0415 - see above

    at = datetime.now(UTC)
    for institution in Institution.objects.order_by("slug"):
        figures = due.figures(institution.pk, at)
        print(
            f"{institution.slug}: data of {figures.due} cases are due ({figures.held} under a hold), "
            f"of {figures.within_a_year} more within a year; {len(figures.unset)} kinds of data have no period set"
        )
    left = pending.pending()
    if left:
        print(f"{len(left)} erasings were cut off: ./dienests retention repeat finishes them", file=sys.stderr)
    return 1 if left else 0


def _repeat() -> int:
    from dienests.kernel.files import storing  # noqa: PLC0415 - models are loaded after the set-up
    from dienests.kernel.retention import erased_list, pending  # noqa: PLC0415 - see above
    from dienests.kernel.retention.reapplying import reapply  # noqa: PLC0415 - see above

    at = datetime.now(UTC)
    try:
        done = reapply(erased_list.written().splitlines(), at=at)
        storing.sweep(at=at)
        left = len(pending.pending())
    except erased_list.ListError as wrong:
        raise Failure(str(wrong)) from None
    told = ", ".join(f"{n} of the kind {kind}" for kind, n in sorted(done.done.items()) if n)
    print(f"taken out: {told or 'nothing'}; {done.absent} lines tell of things that are not here")
    for sentence in done.refused:
        print(sentence, file=sys.stderr)
    return 1 if left else 0
