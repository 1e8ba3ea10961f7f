"""The duties of a year: as a calendar, as a table, as CSV; and the page of one occurrence, where it is fulfilled."""

import csv
from io import StringIO
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.duties.evidence import Kind
from dienests.kernel.duties.fulfilment import DutyRefusal, fulfil, owes
from dienests.kernel.duties.occurrence import Occurrence
from dienests.kernel.duties.year import Year, entries, year_of
from dienests.kernel.log.streams import history
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.mandate import Mandate
from dienests.site.pages.days import now
from dienests.site.pages.doors import public, signed_in, with_form
from dienests.site.pages.duty_chart import calendar
from dienests.site.pages.duty_words import described

STEPS = {"appeared": _("appeared"), "escalated": _("handed to the office above"), "fulfilled": _("fulfilled")}
FIRST_YEAR, LAST_YEAR = 2000, 2100


def _reader(request: HttpRequest) -> Actor | None:
    return request.actor or None  # type: ignore[attr-defined]


def _year(request: HttpRequest) -> tuple[Year, list[Institution]]:
    """Read institution and year from the query; the own institution, or the first, and this year by default."""
    institutions, reader, today = list(Institution.objects.order_by("pk")), _reader(request), local_date(now())
    asked = request.GET.get("institution", "")
    own = [each for each in institutions if each.slug == asked] or [
        each for each in institutions if reader and each.pk == reader.institution
    ]
    if not institutions:
        raise Http404
    number = request.GET.get("year", "")
    year = int(number) if number.isdecimal() and FIRST_YEAR <= int(number) < LAST_YEAR else today.year
    return year_of((own or institutions)[0], year, on=today, reader=reader), institutions


@public
def page(request: HttpRequest) -> HttpResponse:
    """Show the duties of one institution in one year."""
    year, institutions = _year(request)
    shown = {
        "year": year, "institutions": institutions, "chart": calendar(year, on=local_date(now())),
        "rows": [described(each) for each in year.entries], "before": year.number - 1, "after": year.number + 1,
        "unset": [duty for duty, found in year.lines if not found and duty.unset],
    }  # fmt: skip
    return render(request, "site/pages/duties.html", shown)


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """Answer with the duties of the year as CSV."""
    year, _institutions = _year(request)
    text = StringIO()
    rows = csv.writer(text)
    rows.writerow(["duty", "basis", "office", "begins", "due", "standing", "done"])
    for each in year.entries:
        done = each.occurrence.done_on if each.occurrence else None
        rows.writerow(
            [each.duty.slug, each.duty.basis, each.duty.office, each.begins, each.due, each.standing.value, done or ""]
        )
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="duties-{year.institution.slug}-{year.number}.csv"'
    answer["Cache-Control"] = "private, no-store" if _reader(request) else "max-age=300"
    return answer


class Fulfilment(forms.Form):
    """What proves that the duty was done."""

    use_required_attribute = False
    kind = forms.ChoiceField(label=_("Evidence"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Link, or statement with the number of the document"), max_length=500,
        help_text=_("Name nobody: this is shown to everybody."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, kinds: tuple[Kind, ...]) -> None:
        super().__init__(data, auto_id="%s")
        offered = [(kind.value, kind.label) for kind in kinds if kind is not Kind.ACT]
        self.fields["kind"].choices = offered  # type: ignore[attr-defined]
        if len(offered) == 1:
            self.fields["kind"].initial = offered[0][0]


@with_form
@signed_in
def duty(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one occurrence with its steps; the office that owes it says here that it was done."""
    occurrence = get_object_or_404(Occurrence.objects.select_related("institution", "event"), pk=pk)
    declared, actor = occurrence.declared, request.actor  # type: ignore[attr-defined]
    own = actor if actor.institution == occurrence.institution_id else None
    found = entries([occurrence], on=local_date(now()), reader=own)
    if declared is None or own is None or not found[declared.slug][0].occurrence:
        raise Http404
    mine = occurrence.done_on is None and owes(actor, declared, occurrence.institution_id) is not None
    form = Fulfilment(request.POST or None, kinds=declared.kinds) if mine else None
    if form is not None and request.method == "POST" and _fulfilled(form, occurrence, actor):
        return HttpResponseRedirect(f"{reverse('duty', kwargs={'pk': pk})}#done")
    proof = Kind(occurrence.evidence).label if occurrence.evidence else ""
    shown = {
        **described(found[declared.slug][0]), "duty": declared, "occurrence": occurrence, "form": form,
        "steps": _steps(occurrence), "proof": proof,
    }  # fmt: skip
    return render(request, "site/pages/duty.html", shown, status=422 if form is not None and form.errors else 200)


def _fulfilled(form: Fulfilment, occurrence: Occurrence, actor: Actor) -> bool:
    if not form.is_valid():
        return False
    given = form.cleaned_data
    try:
        fulfil(occurrence=occurrence, kind=given["kind"], words=given["words"], actor=actor, at=now())
    except DutyRefusal as refused:
        form.add_error("words", str(refused))
        return False
    return True


def _steps(occurrence: Occurrence) -> list[dict[str, Any]]:
    events = history(occurrence.stream)
    mandates = Mandate.objects.filter(pk__in={each.mandate for each in events if each.mandate}).select_related("office")
    titles = {each.pk: each.office.title for each in mandates}
    return [
        {
            "event": each,
            "what": STEPS[each.act],
            "who": titles.get(each.mandate, "") if each.mandate else "",
            "seal": bytes(each.leaf).hex()[:12],
        }
        for each in events
    ]
