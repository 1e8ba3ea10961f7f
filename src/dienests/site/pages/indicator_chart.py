"""The chart of an indicator: a bar per quarter with its value, and the target as a line."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dienests.kernel.indicators.declaration import Indicator
from dienests.kernel.indicators.series import Point
from dienests.site.pages.chart import BOTTOM, GAP, HEIGHT, ROMAN, TOP, WIDTH

FLOOR = HEIGHT - BOTTOM


def drawn(indicator: Indicator, points: Sequence[Point]) -> SafeString:
    """Return the chart of the quarters, oldest first; the same numbers stand in the table beside it."""
    most = max((each for point in points for each in (point.value, point.target) if each), default=Decimal(0))
    if not most:
        return SafeString("")
    step = WIDTH / max(len(points), 4)
    bars = format_html_join("", "{}", ((_bar(each, at * step, step, most),) for at, each in enumerate(points)))
    axis = format_html('<path class="d-chart__axis" d="M0 {}H{}"/>', FLOOR, WIDTH)
    name = _("%(indicator)s by quarter; the same numbers stand in the table below") % {"indicator": indicator.label}
    return format_html(
        '<svg class="d-chart" width="{}" height="{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>',
        WIDTH, HEIGHT, WIDTH, HEIGHT, name, bars, axis,
    )  # fmt: skip


def _bar(point: Point, left: float, step: float, most: Decimal) -> SafeString:
    middle = f"{left + step / 2:.0f}"
    quarter = f"{ROMAN[(point.begins.month - 1) // 3]} {point.begins.year % 100:02d}"
    parts = format_html(
        '<text class="d-chart__label" x="{}" y="{}" text-anchor="middle">{}</text>', middle, HEIGHT - 8, quarter
    )
    if point.value is not None:
        top = _top(point.value, most)
        parts += format_html(
            '<rect class="d-chart__bar" x="{}" y="{}" width="{}" height="{}"/>'
            '<text x="{}" y="{}" text-anchor="middle">{}</text>',
            f"{left + GAP / 2:.0f}", f"{top:.1f}", f"{step - GAP:.0f}", f"{FLOOR - top:.1f}", middle, f"{top - 6:.1f}",
            number_format(f"{point.value.normalize():f}"),
        )  # fmt: skip
    if point.target is not None:
        parts += format_html(
            '<path class="d-chart__target" d="M{} {}h{}"/>',
            f"{left:.1f}",
            f"{_top(point.target, most):.1f}",
            f"{step:.1f}",
        )
    return parts


def _top(value: Decimal, most: Decimal) -> float:
    return FLOOR - float((FLOOR - TOP) * max(value, Decimal(0)) / most)
