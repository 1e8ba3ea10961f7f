"""Rounds: what a machine carries is handed over, put off where nobody takes it; answers are taken first.

At least once: a process killed between the carrier's yes and our note hands the letter over again under the same id.
A carrier that is away for a day loses nothing: what waits is tried anew, at most an hour later each time.
"""

import smtplib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from dienests.kernel.dispatch.answered import take_answers
from dienests.kernel.dispatch.arranging import arrange
from dienests.kernel.dispatch.content import content_of
from dienests.kernel.dispatch.dispatch import Dispatch, State
from dienests.kernel.dispatch.e_address import EAddress, Parcel
from dienests.kernel.dispatch.mail_carrier import message_of
from dienests.kernel.dispatch.moving import DispatchRefused, returned, sent
from dienests.kernel.dispatch.way import BY_MACHINE, Way
from dienests.kernel.mail.patience import put_off
from dienests.kernel.mail.server import Line, Refused, Server

CLAIM = timedelta(minutes=5)  # longer than any talk with a carrier takes
AT_ONCE = 100
ABOUT_ONE = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPSenderRefused, DispatchRefused)
Task = Callable[[Dispatch], None]


@dataclass(frozen=True, slots=True)
class Carriers:
    """What letters can go by from here; None where the settings name nothing. `check` is the page of verification."""

    mail: Server | None
    e_address: EAddress | None
    check: str


def run(carriers: Carriers, *, at: datetime) -> int:
    """Open dispatches, keep the answers, hand over what is due; return how many letters left."""
    arrange(at=at)
    if carriers.e_address:  # first, for what is proven delivered is not handed over again
        take_answers(carriers.e_address, at=at)
    return (_mails(carriers, carriers.mail, at) if carriers.mail else 0) + (
        _parcels(carriers.e_address, at) if carriers.e_address else 0
    )


def _mails(carriers: Carriers, server: Server, at: datetime) -> int:
    waiting, left = _due(Way.MAIL, at), 0
    if not waiting:
        return 0
    try:
        with server.line() as line:
            while waiting:
                left += _one(waiting[0], at, lambda row: _mail(line, row, server.sender, carriers.check))
                waiting.pop(0)
    except (OSError, smtplib.SMTPException) as error:
        for row in waiting:
            _put_off(row, error, at)
    return left


def _mail(line: Line, row: Dispatch, sender: str, check: str) -> None:
    line.send(message_of(row, sender=sender, check=check))


def _parcels(carrier: EAddress, at: datetime) -> int:
    return sum(_one(row, at, lambda each: _parcel(carrier, each)) for row in _due(Way.E_ADDRESS, at))


def _parcel(carrier: EAddress, row: Dispatch) -> None:
    letter = row.letter
    sender = letter.institution.name if letter.institution else ""
    told = Parcel(str(row.pk), row.address, letter.number, letter.title, sender, letter.language, letter.sha256)
    carrier.hand_over(told, content_of(letter))


def _due(way: str, at: datetime) -> list[Dispatch]:
    assert way in BY_MACHINE
    found = Dispatch.objects.filter(state=State.WAITING, way=way, not_before__lte=at)
    return list(found.select_related("letter__institution", "letter__file").order_by("not_before", "pk")[:AT_ONCE])


def _one(row: Dispatch, at: datetime, task: Task) -> int:
    """Hand one letter over, unless another worker does; raises what ends the round."""
    own = Dispatch.objects.filter(pk=row.pk, state=State.WAITING, way=row.way, not_before__lte=at)
    if not own.update(not_before=at + CLAIM, failure=""):
        return 0
    try:
        task(row)
    except Refused:
        returned(dispatch=row, reason=_("the mail server says that nobody is there"), at=at)
        return 0
    except ABOUT_ONE as error:  # the line still holds, and the others go on
        _put_off(row, error, at)
        return 0
    except OSError as error:
        if row.way == Way.MAIL:
            raise
        _put_off(row, error, at)
        return 0
    with suppress(DispatchRefused):  # its answer came first, and was kept
        sent(dispatch=row, at=at)
    return 1


def _put_off(row: Dispatch, error: Exception, at: datetime) -> None:
    put_off(Dispatch.objects.filter(pk=row.pk, state=State.WAITING), attempts=row.attempts, error=error, at=at)
