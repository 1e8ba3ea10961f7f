"""`./dienests letters returned < MAIL`: takes in a report of the mail server that a letter could not be delivered."""

import sys
from datetime import UTC, datetime

import django
from django.utils import translation

from dienests.cli.failure import Failure


def run(arguments: list[str]) -> int:
    """Read one mail from the input; return 0 when it was a report on a letter of ours, else 1, and nothing changed."""
    if arguments != ["returned"]:
        raise Failure("write: ./dienests letters returned < MAIL   (let the mail server pipe what comes back into it)")
    django.setup()
    from dienests.kernel.dispatch.returning import MOST, bounced  # noqa: PLC0415 - models need Django to be set up

    with translation.override("lv"):  # the reason stands in the register of the institution
        row = bounced(sys.stdin.buffer.read(MOST), at=datetime.now(UTC))
    if row is None:
        print("this is no final report on a letter that was sent by mail; nothing was changed.", file=sys.stderr)
        return 1
    print(f"letter {row.letter.number} came back; its office finds it under “Letters to send”.")
    return 0
