"""Handing over what waits on one line to a mail server: whose fault a failure is, and what goes on after it."""

import smtplib
from collections.abc import Callable, Sequence
from typing import TypeVar

from dienests.kernel.mail.server import ABOUT_ONE, Line, Refused, Server

Row = TypeVar("Row")
ENDING = (OSError, smtplib.SMTPException)  # what ends the round, unless it is about one mail


def in_turn(
    server: Server,
    waiting: Sequence[Row],
    *,
    one: Callable[[Line, Row], int],
    put_off: Callable[[Row, Exception], None],
) -> int:
    """Hand over one after the other and return how many were taken; where the server does not answer all are put off.

    `one` says how many were taken, 1 or 0, and raises what ends the round.
    """
    if not waiting:
        return 0
    taken, opened = 0, False
    try:
        with server.line() as line:
            opened = True
            for row in waiting:
                taken += one(line, row)
    except ENDING as error:
        if not opened:  # a server that hangs up later has failed what was being sent, and no other
            for row in waiting:
                put_off(row, error)
    return taken


def is_taken(
    send: Callable[[], None],
    *,
    refused: Callable[[], object],
    put_off: Callable[[Exception], None],
    about_one: tuple[type[Exception], ...] = ABOUT_ONE,
) -> bool:
    """Send one and say whether it was taken; one that was not is put off. Raises what ends the round."""
    try:
        send()
    except Refused:
        refused()
        return False
    except about_one as error:  # the line still holds, and the others go on
        put_off(error)
        return False
    except ENDING as error:
        put_off(error)
        raise
    return True
