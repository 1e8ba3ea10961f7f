"""Which looks a page shows: of a year or month, of an office, of a case by its number."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Max, Min, QuerySet
from django.http import HttpRequest
from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dienests.kernel.access.actor import Actor
from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.calendar.zone import local_date, start_of
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.sight import visible
from dienests.kernel.parties.mandate import Mandate

Looks = QuerySet[ReadEvent]
YEAR, MONTH = 4, 7  # letters of 2026 and of 2026-03


class Narrowing(forms.Form):
    """The questions above a list of looks; every answer may be left out."""

    use_required_attribute = False
    period = forms.ChoiceField(label=gettext_lazy("Period"), required=False)
    office = forms.ChoiceField(label=gettext_lazy("Office"), required=False)
    case = forms.CharField(label=gettext_lazy("Number of the case"), required=False, max_length=40)

    def __init__(self, data: Any, *, periods: list[tuple[str, str]], offices: list[tuple[str, str]]) -> None:
        super().__init__(data, auto_id="%s")
        self.fields["period"].choices = periods  # type: ignore[attr-defined]
        self.fields["office"].choices = [("", _("every office")), *offices]  # type: ignore[attr-defined]
        if len(offices) < 2:
            del self.fields["office"]

    @property
    def words(self) -> str:
        """What was asked for, in words; "" where nothing was."""
        asked = self.cleaned_data if self.is_valid() else {}
        chosen = [dict(self.fields[name].choices).get(asked[name]) for name in ("period", "office") if asked.get(name)]  # type: ignore[attr-defined]
        return ", ".join(str(each) for each in [*chosen, asked.get("case")] if each)


def narrowed(request: HttpRequest, looks: Looks, *, monthly: bool = False) -> tuple[Looks, Narrowing]:
    """Return the looks that were asked for, and the questions; three queries, one more for the number of a case.

    `looks` are told already: what waits must not appear among the periods and offices that can be chosen. A list by
    months starts with its newest one: an official looks at much.
    """
    ends = looks.order_by().aggregate(first=Min("at"), last=Max("at"))
    periods = list(_months(ends["first"], ends["last"]) if monthly else _years(ends["first"], ends["last"]))
    given = request.GET.copy()
    if monthly and periods and "period" not in given:
        given["period"] = periods[0][0]
    form = Narrowing(given, periods=periods, offices=_offices(looks))
    asked = form.cleaned_data if form.is_valid() else {}
    if asked.get("period"):
        begins, ends_at = span_of(asked["period"])
        looks = looks.filter(at__gte=begins, at__lt=ends_at)
    if asked.get("office"):
        looks = looks.filter(
            mandate__in=list(Mandate.objects.filter(office=asked["office"]).values_list("pk", flat=True))
        )
    if asked.get("case"):
        looks = looks.filter(case__in=_numbered(request.actor, asked["case"].strip()))  # type: ignore[attr-defined]
    return looks, form


def span_of(period: str) -> tuple[datetime, datetime]:
    """Return the span of a year or a month.

    >>> span_of("2026")[1].isoformat()
    '2026-12-31T22:00:00+00:00'
    """
    year, month = int(period[:YEAR]), int(period[YEAR + 1 :] or 1)
    after = date(year + 1, 1, 1) if len(period) == YEAR or month == 12 else date(year, month + 1, 1)
    return start_of(date(year, month, 1)), start_of(after)


def month_words(month: date) -> str:
    """Return a month as it is chosen: 2026, March."""
    return f"{month.year}, {MONTHS[month.month]}"


def _years(first: datetime | None, last: datetime | None) -> Iterator[tuple[str, str]]:
    yield "", _("all years")
    if first and last:
        yield from ((str(year), str(year)) for year in range(local_date(last).year, local_date(first).year - 1, -1))


def _months(first: datetime | None, last: datetime | None) -> Iterator[tuple[str, str]]:
    if first and last:
        begins, day = local_date(first).replace(day=1), local_date(last).replace(day=1)
        while day >= begins:
            yield f"{day:%Y-%m}", month_words(day)
            day = date(day.year - (day.month == 1), (day.month - 2) % 12 + 1, 1)


def _offices(looks: Looks) -> list[tuple[str, str]]:
    named = looks.order_by().filter(mandate__isnull=False).values("mandate").distinct()
    held = Mandate.objects.filter(pk__in=named).select_related("office__institution")
    titles = {str(each.office_id): f"{capfirst(each.office.title)}, {each.office.institution.name}" for each in held}
    return sorted(titles.items(), key=lambda each: each[1])


def _numbered(actor: Actor, number: str) -> list[Any]:
    """Return the case of this number where the reader sees it; what is not seen is not found either."""
    found = list(Case.objects.filter(number__iexact=number).values_list("pk", flat=True))
    return list(visible(actor, among=found).values_list("pk", flat=True)) if found else []
