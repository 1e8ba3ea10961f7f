"""Handing over in person: nothing is handed over until every line of the checklist is ticked."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dienests.kernel.dispatch.dispatch import Dispatch, State
from dienests.kernel.dispatch.moving import DispatchRefused, delivered, locked, sent
from dienests.kernel.dispatch.way import Way
from dienests.kernel.log.streams import ActorRef


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the checklist."""

    slug: str
    label: str | Promise


# A certificate is not handed over until all is ticked: IC service standard, getting the document in person.
CHECKLIST = (
    Line("identity", gettext_lazy("I saw an identity document, and the face is the one in it")),
    Line("right", gettext_lazy("it is the addressee, or somebody whose right to receive it I have checked")),
    Line("number", gettext_lazy("number and name on the letter are the right ones")),
    Line("signed", gettext_lazy("the receipt is signed, with the day")),
)


@transaction.atomic
def hand_over(
    *, dispatch: Dispatch, ticked: set[str], received_by: str, by: ActorRef, at: datetime
) -> Dispatch:  # fmt: skip
    """Note that a letter was handed over; raises DispatchRefused naming what is not ticked.

    `received_by` names who took it where that was not the addressee. What was seen of a document is not kept.
    """
    row = locked(dispatch.pk, State.WAITING)
    if row.way != Way.HAND:
        raise DispatchRefused(_("This letter goes another way: choose first that it is handed over in person."))
    lacking = [str(line.label) for line in CHECKLIST if line.slug not in ticked]
    if lacking:
        raise DispatchRefused(_("Not yet: {lines}.").format(lines="; ".join(lacking)))
    how = {"checked": [line.slug for line in CHECKLIST]}
    left = sent(dispatch=row, at=at, by=by, how=how)
    return delivered(dispatch=left, at=at, by=by, received_by=" ".join(received_by.split())[:200], how=how)
