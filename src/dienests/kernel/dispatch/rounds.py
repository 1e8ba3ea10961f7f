"""Rounds: what a machine carries is handed over, put off where nobody takes it; answers are taken first.

At least once: a process killed between the carrier's yes and our note hands the letter over again under the same id.
A carrier that is away for a day loses nothing: what waits is tried anew, at most an hour later each time.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dienests.kernel.dispatch.answered import take_answers
from dienests.kernel.dispatch.arranging import arrange
from dienests.kernel.dispatch.content import content_of
from dienests.kernel.dispatch.dispatch import Dispatch, State
from dienests.kernel.dispatch.e_address import EAddress, Parcel
from dienests.kernel.dispatch.mail_carrier import message_of
from dienests.kernel.dispatch.moving import DispatchRefused, returned, taken
from dienests.kernel.dispatch.way import BY_MACHINE, Way
from dienests.kernel.mail.handing import ENDING, in_turn, is_taken
from dienests.kernel.mail.patience import put_off
from dienests.kernel.mail.server import ABOUT_ONE, Line, Server

CLAIM = timedelta(minutes=5)  # longer than any talk with a carrier takes
AT_ONCE = 100
Task = Callable[[Dispatch], None]
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Carriers:
    """What letters can go by from here; None where the settings name nothing. `check` is the page of verification."""

    mail: Server | None
    e_address: EAddress | None
    check: str


def run(carriers: Carriers, *, at: datetime, now: Clock | None = None) -> int:
    """Open dispatches, keep the answers, hand over what is due; return how many letters left.

    `now` tells the moment of each letter: a round may take longer than a claim holds. Without it the time stands still.
    """
    arrange(at=at)
    if carriers.e_address:  # first, for what is proven delivered is not handed over again
        take_answers(carriers.e_address, at=at)
    clock = now or (lambda: at)
    return (_mails(carriers, carriers.mail, clock) if carriers.mail else 0) + (
        _parcels(carriers.e_address, clock) if carriers.e_address else 0
    )


def _mails(carriers: Carriers, server: Server, now: Clock) -> int:
    return in_turn(
        server,
        _due(Way.MAIL, now()),
        one=lambda line, row: _one(row, now, lambda each: _mail(line, each, server.sender, carriers.check)),
        put_off=lambda row, error: _put_off(row, error, now()),
    )


def _mail(line: Line, row: Dispatch, sender: str, check: str) -> None:
    line.send(message_of(row, sender=sender, check=check))


def _parcels(carrier: EAddress, now: Clock) -> int:
    return sum(_one(row, now, lambda each: _parcel(carrier, each)) for row in _due(Way.E_ADDRESS, now()))


def _parcel(carrier: EAddress, row: Dispatch) -> None:
    letter = row.letter
    sender = letter.institution.name if letter.institution else ""
    told = Parcel(str(row.pk), row.address, letter.number, letter.title, sender, letter.language, letter.sha256)
    carrier.hand_over(told, content_of(letter))


def _due(way: str, at: datetime) -> list[Dispatch]:
    assert way in BY_MACHINE
    found = Dispatch.objects.filter(state=State.WAITING, way=way, not_before__lte=at)
    return list(found.select_related("letter__institution", "letter__file").order_by("not_before", "pk")[:AT_ONCE])


def _one(row: Dispatch, now: Clock, task: Task) -> int:
    """Hand one letter over, unless another worker does or it goes another way since; raises what ends the round."""
    at = now()
    if not _as_known(row).filter(not_before__lte=at).update(not_before=at + CLAIM, failure=""):
        return 0
    try:
        done = is_taken(
            lambda: task(row),
            refused=lambda: _nobody_there(row, now()),
            put_off=lambda error: _put_off(row, error, now()),
            about_one=(*ABOUT_ONE, DispatchRefused),
        )
    except ENDING:
        if row.way == Way.MAIL:
            raise
        return 0
    if not done:
        return 0
    with suppress(DispatchRefused):  # its answer came first, and was kept
        taken(dispatch=row, at=now())
    return 1


def _nobody_there(row: Dispatch, at: datetime) -> None:
    with suppress(DispatchRefused):  # another way was chosen meanwhile, and it goes that way
        returned(dispatch=row, reason=_("the mail server says that nobody is there"), at=at)


def _put_off(row: Dispatch, error: Exception, at: datetime) -> None:
    put_off(_as_known(row), attempts=row.attempts, error=error, at=at)


def _as_known(row: Dispatch) -> QuerySet[Dispatch]:
    return Dispatch.objects.filter(pk=row.pk, state=State.WAITING, way=row.way, address=row.address)
