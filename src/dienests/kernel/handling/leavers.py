"""Cases that somebody had taken on go back to their office once the mandate is over; that it ended is logged there."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.leaving import followed_by
from dienests.kernel.cases.outbox import routinely
from dienests.kernel.handling.handler import Handler
from dienests.kernel.parties.mandate import Mandate


def release(at: datetime, *, person: UUID | None = None) -> int:
    """Give open cases back whose handler holds the mandate no more, of one person or of all; return how many."""
    still = Mandate.objects.in_force(local_date(at)).filter(pk=OuterRef("mandate"))
    found = Handler.objects.filter(~Exists(still), case__closed_at__isnull=True)
    if person is not None:
        found = found.filter(person=person)
    return found.delete()[0]


def register() -> None:
    """Release at once where somebody leaves today, and day by day where a mandate ends later."""
    followed_by(lambda person, at: release(at, person=person))
    routinely(release)
