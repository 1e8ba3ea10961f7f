"""The form that opens a case."""

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dienests.kernel.cases.rights import may_start, openings
from dienests.kernel.cases.verbs import start
from dienests.kernel.parties.institution import Institution
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.registry import newest
from dienests.site.pages.action_form import ActionForm, Asking, submission_of
from dienests.site.pages.doors import signed_in, with_form
from dienests.site.pages.limits import limited
from dienests.site.pages.services import ways_of


@limited("start", per_hour=60)
@with_form
@signed_in
def page(request: HttpRequest, slug: str, action: str) -> HttpResponse:
    """Show the form, or open the case and go to its receipt; a form with errors keeps what was typed."""
    procedure, way = _way(slug, action)
    actor, at = request.actor, datetime.now(UTC)  # type: ignore[attr-defined]
    places = openings(actor, way)
    institution = _chosen(request, places) if way.by.outside else None
    if way.by.outside and institution is None and places:
        return render(request, "site/pages/where.html", {"procedure": procedure, "action": way, "places": places})
    institution = may_start(actor, procedure, way, institution=institution).institution
    posted, submission = request.method == "POST", submission_of(request.POST)
    form = ActionForm(request.POST if posted else None, asking=Asking(procedure, way, actor, institution, None, at))
    refusal = None
    if posted and form.is_valid():
        try:
            case = start(
                procedure=procedure, action=action, actor=actor, at=at, fields=form.answers(),
                institution=institution, submission=submission,
            )  # fmt: skip
            return redirect("receipt", pk=case.pk)
        except Refusal as refused:
            refusal = refused
            form.refuse(refused)
    shown = {"procedure": procedure, "action": way, "form": form, "submission": submission, "refusal": refusal}
    return render(request, "site/pages/start.html", shown, status=422 if form.errors else 200)


def _chosen(request: HttpRequest, places: list[Institution]) -> int | None:
    """Return the institution that a person from outside turns to: the one that is asked for, or the only one."""
    asked = [place for place in places if place.slug == request.GET.get("at", "")]
    found = asked or places
    return found[0].pk if len(found) == 1 else None


def _way(slug: str, action: str) -> tuple[type[Procedure], Action]:
    procedure = newest().get(slug)
    way = procedure.actions.get(action) if procedure else None
    if procedure is None or way is None or way not in ways_of(procedure):
        raise Http404
    return procedure, way
