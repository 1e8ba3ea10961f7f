"""Overtaken: what came after a line of the list is never undone by carrying the line out.

In an older copy nothing did, so there every line counts. In a live database a line may stand whose act was cut off.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.heads import STREAM
from dienests.kernel.log.events import Event
from dienests.kernel.retention import erasing, holds, persons
from dienests.kernel.retention.erased_list import Line
from dienests.kernel.retention.rectifying import saying

_BY_SOMEBODY = Q(mandate__isnull=False) | Q(participant__isnull=False)
# Acts after which the data of a case may go as before: a hold that was lifted again, an erasing of other kinds.
NOTHING_NEW = (holds.PLACED, holds.LIFTED, erasing.ACT)


def overtaken(case: Case, line: Line) -> str:
    """Return what was done since the moment of a line of a case or a field, in one sentence; empty: nothing was."""
    hold = holds.standing(case)
    if hold is not None and hold.placed_at > line.at:
        return _("%(number)s: not carried out, for a hold was placed since; say it again once the hold is lifted.") % {
            "number": case.number,
        }  # fmt: skip
    if line.kind == "field":
        name = line.words[1]
        if any(event.at >= line.at for event in saying(case, name)):
            told = _("%(number)s: not carried out, for the field “%(field)s” was given another value since.")
            return told % {"number": case.number, "field": name}
        return ""
    since = Event.objects.filter(_BY_SOMEBODY, stream_kind=STREAM, stream=case.pk, at__gte=line.at)
    if since.exclude(act__in=NOTHING_NEW).exists():
        told = _("%(number)s: not carried out, for somebody has acted in this case since; erase it anew on its page.")
        return told % {"number": case.number}
    return ""


def last_act() -> datetime | None:
    """Return when a person acted last, as this database knows it; what the machine did by the list does not count."""
    return Event.objects.filter(_BY_SOMEBODY).order_by("-at").values_list("at", flat=True).first()


def kept(lines: Iterable[Line], last: datetime | None) -> set[Line]:
    """Return the lines of persons who have a reason to be kept that an older copy does not merely remember.

    A database in which somebody acted after the line knows who names the person now; in an older one an account may
    still stand that was closed before the person was erased.
    """
    current = {line: UUID(line.words[0]) for line in lines if last is not None and last >= line.at}
    nobody = set(persons.without_reason(current.values()))
    return {line for line, person in current.items() if person not in nobody}
