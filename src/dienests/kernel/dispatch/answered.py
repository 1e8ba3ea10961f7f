"""Answers of a carrier: each is kept once, and moves away only when what it says is kept.

An answer may come before our note that the parcel left, where the process was killed in between: it proves the leaving
too, so both are noted, at its moment, and the parcel is not handed over again.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dienests.kernel.dispatch.dispatch import Dispatch, State
from dienests.kernel.dispatch.e_address import Answer, EAddress
from dienests.kernel.dispatch.moving import DispatchRefused, delivered, locked, returned, sent
from dienests.kernel.dispatch.way import Way


def take_answers(carrier: EAddress, *, at: datetime) -> int:
    """Keep what a carrier says became of its parcels; return how many answers changed something."""
    try:
        return sum(_taken(carrier, answer, at) for answer in carrier.answers())
    except OSError:  # the folder is away; the answers wait there
        return 0


def _taken(carrier: EAddress, answer: Answer, at: datetime) -> int:
    done = 0
    try:
        _kept(answer=answer, at=at)
        done = 1
    except Dispatch.DoesNotExist:  # nobody here knows what it is about: the operator looks
        carrier.put_aside(answer)
        return 0
    except DispatchRefused:  # told already
        pass
    carrier.read(answer)
    return done


@transaction.atomic
def _kept(*, answer: Answer, at: datetime) -> None:
    """Note what an answer says; raises DispatchRefused where the end is known, DoesNotExist for no parcel of ours."""
    found = Dispatch.objects.filter(way=Way.E_ADDRESS).get(pk=answer.id)
    row = locked(found.pk, State.WAITING, State.SENT)
    if row.way != Way.E_ADDRESS:  # an official was quicker
        raise Dispatch.DoesNotExist
    if not answer.delivered:
        returned(dispatch=row, reason=answer.reason or _("the carrier refused it"), at=at)
        return
    # The clock of a carrier may be wrong; a letter arrives neither before it left nor later than we hear of it.
    moment = max(min(answer.at, at), row.sent_at or row.opened_at)
    if row.state == State.WAITING:
        row = sent(dispatch=row, at=moment, how={"proven_by": "answer"})
    delivered(dispatch=row, at=moment)
