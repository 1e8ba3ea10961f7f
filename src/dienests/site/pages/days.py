"""The day that a page shows: `?on=2026-08-01`; today where none is asked for, and never a day to come."""

from datetime import UTC, date, datetime
from typing import NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext as _

from dienests.kernel.calendar.zone import local_date


class Day(NamedTuple):
    """The day shown, the day today, and a sentence when what was asked for cannot be shown."""

    on: date
    today: date
    wrong: str = ""


def now() -> datetime:
    """Read the clock; pages pass it on."""
    return datetime.now(UTC)


def day_of(request: HttpRequest) -> Day:
    """Read the day from the query; a day that is none, or lies ahead, is answered with today and a sentence."""
    today = local_date(now())
    asked = request.GET.get("on", "").strip()
    if not asked:
        return Day(today, today)
    try:
        on = _read(asked)
    except ValueError:
        return Day(
            today, today, _("“%(asked)s” is no day: write it as 21.11.2026. or choose it.") % {"asked": asked[:20]}
        )
    if on > today:
        return Day(today, today, _("That day has not come yet: choose today or an earlier day."))
    return Day(on, today)


def _read(text: str) -> date:
    if text.count(".") >= 2:
        day, month, year = text.rstrip(".").split(".")
        return date(int(year), int(month), int(day))
    return date.fromisoformat(text)
