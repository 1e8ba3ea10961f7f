"""Open operation on indicators: the quarters of one indicator as measured, and its years as they were kept."""

from datetime import UTC
from typing import Any

from django.utils.translation import gettext as _

from dienests.kernel.indicators.declaration import find
from dienests.kernel.indicators.series import series
from dienests.kernel.indicators.years import Year, years
from dienests.site.api.open_house import INSTITUTION, institution
from dienests.site.api.open_rules import AWHILE
from dienests.site.api.operation import Call, Done, Operation, Parameter
from dienests.site.api.problem import Problem

INDICATOR = Parameter(
    "indicator", "path", {"type": "string", "pattern": r"^[a-z0-9.-]{1,100}$"}, "key of an indicator", True,
    "ethics.promises",
)  # fmt: skip


def figure(call: Call) -> Done:
    """Return one indicator of one institution as the public sees it: what is too small to be told is null."""
    here, found = institution(call.given["institution"]), find(call.given["indicator"])
    if found is None:
        raise Problem("absent", _("There is no such indicator; see the page of the indicators."))
    quarters = [
        {
            "begins": each.begins.isoformat(), "ends": each.ends.isoformat(), "value": _plain(each.value),
            "target": _plain(each.target),
        }
        for each in series(found, here.pk, reader=None)
    ]  # fmt: skip
    told = {
        "indicator": found.slug, "label": str(found.label), "institution": here.slug, "unit": str(found.unit),
        "definition": str(found.definition), "quarters": quarters,
        "years": [_year(each) for each in years(found, here.pk, reader=None)],
    }  # fmt: skip
    return Done(told, headers=AWHILE)


def _year(year: Year) -> dict[str, Any]:
    kept = year.snapshot
    return {
        "year": kept.year, "value": _plain(year.value), "target": _plain(kept.target), **year.counts,
        "definition": kept.definition, "kept_at": kept.taken_at.astimezone(UTC).isoformat(), "event": str(kept.event),
        "corrects": str(year.corrects.event) if year.corrects else None,
    }  # fmt: skip


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)


OPERATIONS = (
    Operation(
        "get-indicator", "/institutions/{institution}/indicators/{indicator}",
        "The quarters of an indicator, and its years as they were kept", figure, "Figure", "house",
        parameters=(INSTITUTION, INDICATOR), problems=(404,),
    ),
)  # fmt: skip
