"""How long an entry may stay unseen by the person concerned: "case-closed", or a term such as "months:6"."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from dienests.kernel.calendar.terms import parse

__all__ = ["CASE_CLOSED", "check", "latest_shown", "shown_on", "words"]

DAY = timedelta(days=1)
SHORT_MONTHS = timedelta(days=7)  # by how much the same number of months may differ in days, and more
CASE_CLOSED = "case-closed"
COUNTED = ("days:", "months:")  # a term that counts working days could change with a calendar published later


def check(value: str) -> None:
    """Raise ValueError with one sentence where the value is no such delay."""
    if value != CASE_CLOSED and not (value.startswith(COUNTED) and parse(value)):
        raise ValueError(_("“%(value)s” is no delay: write days:30, months:6, or case-closed.") % {"value": value})


def words(value: str) -> str:
    """Return a delay as people say it.

    >>> words("months:6")
    '6 months'
    """
    return _("until the case is closed") if value == CASE_CLOSED else str(parse(value).label())


def shown_on(value: str, day: date) -> date:
    """Return the first day on which something of `day` is shown under a term: the day after its last one.

    A last day that is a day off does not put it off: a delay takes something from the person concerned.

    >>> shown_on("days:30", date(2026, 3, 1))
    datetime.date(2026, 4, 1)
    """
    return parse(value).ends(day) + DAY


def latest_shown(value: str, on: date) -> date:
    """Return the latest day of which everything is shown on a day, under a term."""
    first, last = on - (shown_on(value, on) - on) - SHORT_MONTHS, on
    while last - first > DAY:
        middle = first + (last - first) // 2
        first, last = (middle, last) if shown_on(value, middle) <= on else (first, middle)
    return first
