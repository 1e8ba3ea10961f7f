"""`./dienests letters returned < MAIL | verify`: what came back, and whether all letters are what was sealed.

`returned` takes in a report of the mail server that a letter could not be delivered; `verify` names every gap in the
registers and every sealed file that is not the one of which the log tells.
"""

import sys
from datetime import UTC, datetime

import django
from django.utils import translation

from dienests.cli.failure import Failure


def run(arguments: list[str]) -> int:
    """Do what is asked; return 1 where a letter is not as it should be, or the mail was no report on one of ours."""
    if arguments not in (["returned"], ["verify"]):
        raise Failure("write: ./dienests letters returned < MAIL, or: ./dienests letters verify")
    django.setup()
    return _verify() if arguments == ["verify"] else _returned()


def _verify() -> int:
    from dienests.kernel.letters.auditing import audit  # noqa: PLC0415 - models need Django to be set up

    with translation.override("en"):
        found = audit()
    for fault in found.faults:
        print(fault, file=sys.stderr)
    gone = f", the files of {found.gone} are gone with their key" if found.gone else ""
    print(f"{found.numbered} letters with a number, {found.sealed} sealed{gone}; {len(found.faults)} faults")
    return 1 if found.faults else 0


def _returned() -> int:
    from dienests.kernel.dispatch.returning import MOST, bounced  # noqa: PLC0415 - models need Django to be set up

    with translation.override("lv"):  # the reason stands in the register of the institution
        row = bounced(sys.stdin.buffer.read(MOST), at=datetime.now(UTC))
    if row is None:
        print("this is no final report on a letter that was sent by mail; nothing was changed.", file=sys.stderr)
        return 1
    print(f"letter {row.letter.number} came back; its office finds it under “Letters to send”.")
    return 0
