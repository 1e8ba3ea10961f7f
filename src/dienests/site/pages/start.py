"""The form that opens a case."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from dienests.kernel.cases.rights import may_start, openings
from dienests.kernel.cases.verbs import start
from dienests.kernel.drafts import drafts
from dienests.kernel.drafts.drafts import Opened
from dienests.kernel.parties.institution import Institution
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.registry import newest
from dienests.site.pages import keeping
from dienests.site.pages.action_form import ActionForm, Asking, submission_of
from dienests.site.pages.doors import signed_in, with_form
from dienests.site.pages.limits import limited
from dienests.site.pages.services import ways_of


@dataclass(frozen=True)
class _Starting:
    """A way to open a case, at the institution where that is to happen; `asked` is what the address says of it."""

    request: HttpRequest
    procedure: type[Procedure]
    way: Action
    institution: int
    asked: str
    at: datetime

    def form(self, data: Any = None) -> ActionForm:
        """Return the questions."""
        actor = self.request.actor  # type: ignore[attr-defined]
        return ActionForm(data, asking=Asking(self.procedure, self.way, actor, self.institution, None, self.at))

    @property
    def target(self) -> str:
        """Return the address of the form."""
        address = reverse("start", kwargs={"slug": self.procedure.slug, "action": self.way.name})
        return f"{address}?{urlencode({'at': self.asked})}" if self.asked else address

    @property
    def place(self) -> dict[str, str]:
        """Return how a draft remembers the form."""
        return {"page": "start", "slug": self.procedure.slug, "action": self.way.name, "at": self.asked}

    def open(self, form: ActionForm, submission: UUID) -> UUID:
        """Open the case; raises Refusal."""
        actor = self.request.actor  # type: ignore[attr-defined]
        case = start(
            procedure=self.procedure, action=self.way.name, actor=actor, at=self.at, fields=form.answers(),
            institution=self.institution, submission=submission,
        )  # fmt: skip
        drafts.sent(submission=submission, person=actor.person, case=case.pk)
        return case.pk

    def shown(self, form: ActionForm, submission: UUID, **more: Any) -> HttpResponse:
        """Show the form."""
        words = {"procedure": self.procedure, "action": self.way, "form": form, "submission": submission}
        words |= {"target": self.target, **more}
        return render(self.request, "site/pages/start.html", words, status=422 if form.errors else 200)


@limited("start", per_hour=60)
@with_form
@signed_in
def page(request: HttpRequest, slug: str, action: str) -> HttpResponse:
    """Show the form, or open the case and go to its receipt; a form with errors keeps what was typed."""
    asked, posted, submission = request.GET.get("at", ""), request.method == "POST", submission_of(request.POST)
    starting = _starting(request, slug, action, asked)
    if isinstance(starting, HttpResponse):
        return starting
    form = starting.form(request.POST if posted else None)
    before = keeping.sent_before(request, submission)
    if before is None and keeping.wanted(request):
        before = keeping.kept(request, form, submission=submission, place=starting.place, at=starting.at)
    if before is not None:
        return before
    refusal = None
    if posted and form.is_valid():
        try:
            return redirect("receipt", pk=starting.open(form, submission))
        except Refusal as refused:
            refusal = refused
            form.refuse(refused)
    return starting.shown(form, submission, refusal=refusal, draft=keeping.carried(request))


def resumed(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Show the form of a draft as it was left."""
    starting = _starting(request, opened.place["slug"], opened.place["action"], opened.place["at"])
    if isinstance(starting, HttpResponse):
        return starting
    return starting.shown(keeping.resumed(starting.form(), opened), opened.submission, draft=opened)


def _starting(request: HttpRequest, slug: str, action: str, asked: str) -> _Starting | HttpResponse:
    """Return what is to be opened where, or the page that asks at which institution."""
    procedure, way = _way(slug, action)
    actor = request.actor  # type: ignore[attr-defined]
    places = openings(actor, way)
    institution = _chosen(asked, places) if way.by.outside else None
    if way.by.outside and institution is None and places:
        return render(request, "site/pages/where.html", {"procedure": procedure, "action": way, "places": places})
    institution = may_start(actor, procedure, way, institution=institution).institution
    return _Starting(request, procedure, way, institution, asked, datetime.now(UTC))


def _chosen(asked: str, places: list[Institution]) -> int | None:
    """Return the institution that a person from outside turns to: the one that is asked for, or the only one."""
    found = [place for place in places if place.slug == asked] or places
    return found[0].pk if len(found) == 1 else None


def _way(slug: str, action: str) -> tuple[type[Procedure], Action]:
    procedure = newest().get(slug)
    way = procedure.actions.get(action) if procedure else None
    if procedure is None or way is None or way not in ways_of(procedure):
        raise Http404
    return procedure, way
