"""The year's duties as a calendar: a line per duty, a column per month, a sign on every due day."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.dates import MONTHS
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from dienests.kernel.duties.declaration import Duty
from dienests.kernel.duties.year import Entry, Standing, Year
from dienests.site.design.days import lv_day
from dienests.site.pages.duty_words import STANDINGS

LEFT, MONTH, LINE, TOP, SIGN, LETTERS = 290, 58, 44, 34, 8, 38
WIDTH = LEFT + 12 * MONTH
EDGE = SIGN + 2  # half a sign with its line


def calendar(year: Year, *, on: date) -> SafeString:
    """Return the calendar of a year; the same days stand in the table beside it."""
    height = TOP + LINE * len(year.lines) + 6
    months = (
        (LEFT + number * MONTH + 4, capfirst(str(MONTHS[number + 1])[:3]), LEFT + number * MONTH, TOP, height)
        for number in range(12)
    )
    grid = format_html_join(
        "", '<text class="d-chart__label" x="{}" y="22">{}</text><path class="d-year__grid" d="M{} {}V{}"/>', months
    )
    lines = format_html_join("", "{}", ((_line(each, number, year.number),) for number, each in enumerate(year.lines)))
    return format_html(
        '<svg class="d-chart d-year" width="{}" height="{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        WIDTH, height, WIDTH, height, _("Calendar of the duties; the same days stand in the table below"),
        grid + lines + _today(on, year.number, height),
    )  # fmt: skip


def _x(day: date, year: int) -> float:
    if day.year != year:
        return LEFT if day.year < year else WIDTH - EDGE
    return min(LEFT + (day.month - 1 + (day.day - 1) / 31) * MONTH, WIDTH - EDGE)


def _line(line: tuple[Duty, Sequence[Entry]], number: int, year: int) -> SafeString:
    duty, entries = line
    top = TOP + number * LINE
    words = enumerate(_wrapped(str(duty.label)))
    name = format_html_join("", '<text x="0" y="{}">{}</text>', ((top + 17 + 16 * at, row) for at, row in words))
    if not entries:
        unset = _("no rhythm is set") if duty.unset else "–"
        return format_html('{}<text class="d-chart__label" x="{}" y="{}">{}</text>', name, LEFT + 6, top + 22, unset)
    spans = format_html_join("", "{}", ((_span(each, top + 13, year),) for each in entries))
    return name + spans + format_html_join("", "{}", ((_sign(each, top + 18, year),) for each in entries))


def _span(entry: Entry, top: int, year: int) -> SafeString:
    begins = _x(entry.begins, year) + 1
    return format_html(
        '<rect class="d-year__span" x="{}" y="{}" width="{}" height="10"/>',
        f"{begins:.1f}", top, f"{max(_x(entry.due, year) - begins, 2):.1f}",
    )  # fmt: skip


def _sign(entry: Entry, middle: int, year: int) -> SafeString:
    x = _x(entry.due, year)
    shapes = {
        Standing.DONE: f"M{x - SIGN:.1f} {middle}a8 8 0 1 0 16 0a8 8 0 1 0 -16 0",
        Standing.DONE_LATE: f"M{x - SIGN:.1f} {middle}a8 8 0 1 0 16 0a8 8 0 1 0 -16 0",
        Standing.OVERDUE: f"M{x - SIGN:.1f} {middle + SIGN}h16l-8 -16z",
        Standing.RUNNING: f"M{x - SIGN:.1f} {middle}a8 8 0 1 0 16 0a8 8 0 1 0 -16 0",
        Standing.TO_COME: f"M{x - 5:.1f} {middle - 5}h10v10h-10z",
        Standing.HIDDEN: f"M{x - 5:.1f} {middle - 5}h10v10h-10z",
    }
    return format_html(
        '<path class="d-year__sign d-year__sign--{}" d="{}"><title>{}: {}</title></path>',
        entry.standing.value, shapes[entry.standing], lv_day(entry.due), STANDINGS[entry.standing],
    )  # fmt: skip


def _today(on: date, year: int, height: int) -> SafeString:
    if on.year != year:
        return SafeString("")
    return format_html('<path class="d-year__today" d="M{} {}V{}"/>', f"{_x(on, year):.1f}", TOP - 6, height)


def _wrapped(text: str) -> Iterable[str]:
    """Return a label on at most two lines."""
    rows = [""]
    for word in text.split():
        if rows[-1] and len(rows[-1]) + len(word) >= LETTERS:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    return rows[:2] if len(rows) < 3 else [rows[0], f"{rows[1]}…"]
