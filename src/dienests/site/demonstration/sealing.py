"""The seal of the demonstration: its two years are sealed at loading, with the clock moved from month to month.

A real checkpoint is dated by the day on which it was signed; these were all signed on the day of loading, and the page
of the log says so.
"""

from datetime import datetime, timedelta

from dienests.kernel.calendar.zone import local_date, start_of
from dienests.kernel.log.sealed import Tree
from dienests.kernel.log.sealing import seal
from dienests.site.demonstration.loading import FOUNDED_DAYS_AGO


def seal_past(*, at: datetime) -> None:
    """Seal what was loaded, month by month, then the rest; nothing where a checkpoint was signed already."""
    if Tree.objects.exists():
        return
    day = local_date(at - timedelta(days=FOUNDED_DAYS_AGO)).replace(day=1)
    while (day := (day + timedelta(days=31)).replace(day=1)) < local_date(at):
        # The last second of the month: its checkpoint bears its last day.
        seal(at=start_of(day) - timedelta(seconds=1), before=start_of(day))
    seal(at=at)
