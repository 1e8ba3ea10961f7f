"""Looking up a person outside of a case: for officials, with a stated purpose that everybody who is found can read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.access.people_search import MOST_FOUND, find_people
from dienests.kernel.access.refusals import AccessError
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.participant import Participant
from dienests.kernel.cases.searching import records
from dienests.kernel.cases.sight import visible
from dienests.kernel.parties.person import Person
from dienests.kernel.procedures.registry import find as procedure_of
from dienests.site.pages.days import now
from dienests.site.pages.doors import signed_in, with_form
from dienests.site.pages.openers import Knowing

FEW, NEWEST = 5, 200


class Asking(forms.Form):
    """Whom one looks for, and what for."""

    use_required_attribute = False
    words = forms.CharField(label=_("Part of the name"), max_length=100)
    purpose = forms.CharField(
        label=_("Purpose"), max_length=300,
        help_text=_("What you need the person for. Everybody who is found can read it with your office and the time."),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """A person who was found, with the newest cases that the reader sees and may know the person of."""

    person: Person
    cases: list[dict[str, Any]]


@with_form
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Ask for name and purpose, and show who was found once that is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.offices:
        raise PermissionDenied(_("Only officials look people up, and only for their work."))
    form, at = Asking(request.POST or None, auto_id="%s"), now()
    found: list[Person] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            found = _found(actor, form.cleaned_data, at=at)
        except AccessError as refused:
            form.add_error(None, str(refused))
    hits = None if found is None else _hits(actor, found)
    shown = {"form": form, "hits": hits, "most": MOST_FOUND}
    return render(request, "site/pages/people.html", shown, status=422 if form.errors else 200)


def _found(actor: Actor, asked: dict[str, str], *, at: datetime) -> list[Person]:
    held = next((each for each in actor.offices if each.slug != "employee"), actor.offices[0])
    return find_people(actor=actor, mandate=held.mandate, words=asked["words"], purpose=asked["purpose"], at=at)


def _hits(actor: Actor, people: list[Person]) -> list[Hit]:
    """Return the people with their cases, in a number of queries that does not grow with them."""
    rows = Participant.objects.filter(person__in=people, left_at=None).order_by("-case__opened_at", "-case")
    pairs = list(rows.values_list("person", "case")[:NEWEST])
    knowing = Knowing(actor)
    seen = visible(actor, among={case for _person, case in pairs}).prefetch_related("participants")
    kept = records({case for _person, case in pairs})
    for each in seen:
        vars(each)["record"] = kept[each.pk]  # whom the case is about is looked up there, without a query
    known = {each.pk: row for each in seen if (row := _shown(knowing, each))}
    return [
        Hit(each, [row for person, case in pairs if person == each.pk and (row := known.get(case))][:FEW])
        for each in people
    ]


def _shown(knowing: Knowing, case: Case) -> dict[str, Any] | None:
    """Return a case as it is shown beside a name; None where this person may not know who opened it."""
    procedure = procedure_of(case.procedure, case.version)
    return {"case": case, "title": procedure.title} if knowing.opener(procedure, case) else None
