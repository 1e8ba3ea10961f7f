"""A chart of quarters as SVG: median days per quarter, with the numbers written above the bars."""

from collections.abc import Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

WIDTH, HEIGHT, TOP, BOTTOM, GAP = 720, 150, 28, 26, 14
ROMAN = ("I", "II", "III", "IV")


def quarters(rows: Sequence[dict[str, Any]]) -> SafeString:
    """Return the chart of quarters (year, quarter, days); a quarter without a median has no bar."""
    most = max((row["days"] or 0 for row in rows), default=0)
    if not most:
        return SafeString("")
    step = WIDTH / len(rows)
    bars = format_html_join("", "{}", ((_bar(row, number * step, step, most),) for number, row in enumerate(rows)))
    axis = format_html('<path class="d-chart__axis" d="M0 {y}H{x}"/>', y=HEIGHT - BOTTOM, x=WIDTH)
    return format_html(
        '<svg class="d-chart" width="{}" height="{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>',
        WIDTH, HEIGHT, WIDTH, HEIGHT,
        _("Median days per quarter; the same numbers stand in the table below"), bars, axis,
    )  # fmt: skip


def _bar(row: dict[str, Any], left: float, step: float, most: float) -> SafeString:
    middle, days = f"{left + step / 2:.0f}", row["days"]
    named = format_html(
        '<text class="d-chart__label" x="{}" y="{}" text-anchor="middle">{} {}</text>',
        middle, HEIGHT - 8, ROMAN[row["quarter"] - 1], f"{row['year'] % 100:02d}",
    )  # fmt: skip
    if days is None:
        return named
    height = (HEIGHT - TOP - BOTTOM) * days / most
    top = HEIGHT - BOTTOM - height
    return format_html(
        '<rect class="d-chart__bar" x="{}" y="{}" width="{}" height="{}"/>'
        '<text x="{}" y="{}" text-anchor="middle">{}</text>{}',
        f"{left + GAP / 2:.0f}", f"{top:.1f}", f"{step - GAP:.0f}", f"{height:.1f}", middle, f"{top - 6:.1f}",
        _("%(days)s d.") % {"days": number_format(f"{days:g}")}, named,
    )  # fmt: skip
