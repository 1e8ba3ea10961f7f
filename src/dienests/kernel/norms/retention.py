"""How long data are kept after their case was closed: "months:60", or "permanently"."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dienests.kernel.calendar.terms import parse

__all__ = ["PERMANENTLY", "check", "words"]

PERMANENTLY = "permanently"


def check(value: str) -> None:
    """Raise ValueError with one sentence where the value is no such period."""
    if value != PERMANENTLY and not (value.startswith("months:") and parse(value)):
        raise ValueError(_("“%(value)s” is no period of keeping: write months:60, or permanently.") % {"value": value})


def words(value: str) -> str:
    """Return a period as people say it; whole years as years.

    >>> words("months:18")
    '18 months'
    """
    if value == PERMANENTLY:
        return _("permanently")
    months = int(value.partition(":")[2])
    years = months // 12
    return (
        ngettext("%(n)s year", "%(n)s years", years) % {"n": years} if months % 12 == 0 else str(parse(value).label())
    )
