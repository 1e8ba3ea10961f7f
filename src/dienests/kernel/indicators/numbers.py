"""Numbers that people type, and the refusals of indicators."""

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

__all__ = ["IndicatorRefusal", "number"]

LARGEST = Decimal(10) ** 12


class IndicatorRefusal(ValueError):
    """A value or a target was not taken; the message is one sentence that says what to do."""


def number(value: str) -> Decimal:
    """Return the number that was typed, to one decimal place; raises IndicatorRefusal."""
    try:
        given = Decimal(value.strip().replace(",", ".").replace("\u00a0", ""))
    except InvalidOperation:
        given = Decimal("NaN")
    if not given.is_finite() or abs(given) >= LARGEST:
        raise IndicatorRefusal(_("That is no number: write digits, such as 85 or 12.5."))
    return given.quantize(Decimal("0.1"))
