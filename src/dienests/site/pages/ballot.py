"""The vote of a body on a case: calling it, voting, recusing, closing."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from dienests.kernel.cases.balloting import call_vote, close_vote, vote
from dienests.kernel.cases.poll import Poll
from dienests.kernel.cases.recusing import MOST_REASON, recuse
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.votes import ABSTAIN
from dienests.site.pages import looking
from dienests.site.pages.case_view import CaseView
from dienests.site.pages.doors import signed_in, with_form
from dienests.site.pages.limits import limited

FORBIDDEN = ("right", "ballot")


class BallotForm(forms.Form):
    """A form of this page; `does` is the name under which it is sent."""

    use_required_attribute = False
    does = ""

    def __init__(self, data: Any = None, *, poll: Poll) -> None:
        super().__init__(data, auto_id="%s")
        self.poll = poll


class Calling(BallotForm):
    """For which sitting a vote is called."""

    does = "call"
    sitting_on = forms.DateField(label=_("Day of the sitting"), widget=forms.DateInput)


class Voting(BallotForm):
    """What a member votes for."""

    does = "vote"
    choice = forms.ChoiceField(label=_("Your vote"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, poll: Poll) -> None:
        super().__init__(data, poll=poll)
        options = [(act.name, capfirst(str(act.label))) for act in poll.choices]
        self.fields["choice"].choices = [*options, (ABSTAIN, _("I abstain"))]  # type: ignore[attr-defined]
        self.initial["choice"] = poll.own.choice if poll.own else ""


class Recusing(BallotForm):
    """Who has no part in the vote, and why; a member withdraws, who presides may also name another."""

    does = "recuse"
    person = forms.ChoiceField(label=_("Member"), required=False)
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=MOST_REASON,
        help_text=_("Why the member has no part in this case; it is not written into the log."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, poll: Poll) -> None:
        super().__init__(data, poll=poll)
        left = {**poll.voters.members, **poll.voters.substitutes}
        people = [(str(who), held.person.name) for who, held in left.items() if who not in poll.voters.barred]
        if not poll.presides:
            del self.fields["person"]
        else:
            self.fields["person"].choices = [("", _("– myself –")), *people]  # type: ignore[attr-defined]


class Closing(BallotForm):
    """Closing asks nothing."""

    does = "close"


FORMS: tuple[type[BallotForm], ...] = (Calling, Voting, Recusing, Closing)


@limited("act", per_hour=400)
@with_form
@signed_in
def page(request: HttpRequest, pk: UUID, body: str) -> HttpResponse:
    """Show the vote of a body, or do one step of it; a form with errors keeps what was typed."""
    actor, at = request.actor, datetime.now(UTC)  # type: ignore[attr-defined]
    view = CaseView.of(pk, actor, at=at)
    poll = next((each for each in view.polls if each.body.name == body), None)
    if poll is None:
        raise Http404
    sent = next((kind for kind in FORMS if kind.does == request.POST.get("do")), None)
    forms_of = {kind.does: kind(request.POST if kind is sent else None, poll=poll) for kind in FORMS}
    form = forms_of[sent.does] if sent else None
    status = 200
    if form is not None:
        status = _done(form, view)
        if status == 302:
            return HttpResponseRedirect(f"{reverse('case', kwargs={'pk': pk})}#vote-{body}")
    looking.at_case(view, page="act")
    shown = {"view": view, "poll": poll, "forms": forms_of, "form": form, "here": "ballot"}
    return render(request, "site/pages/ballot.html", shown, status=status)


def _done(form: BallotForm, view: CaseView) -> int:
    """Do what a form asks; return 302 where it was done, else the status of the page that says why not."""
    if not form.is_valid():
        return 422
    try:
        STEPS[form.does](form, view)
    except Refusal as refused:
        if refused.kind == "absent":
            raise
        named = [name for name in refused.fields if name in form.fields]
        form.add_error(named[0] if named else None, str(refused.message))
        return 403 if refused.kind in FORBIDDEN else 422
    return 302


def _call(form: BallotForm, view: CaseView) -> None:
    day = form.cleaned_data["sitting_on"]
    call_vote(case=view.case, body=form.poll.body, sitting_on=day, actor=view.actor, at=view.at)


def _vote(form: BallotForm, view: CaseView) -> None:
    if form.poll.ballot is None:
        raise Http404
    vote(ballot=form.poll.ballot, choice=form.cleaned_data["choice"], actor=view.actor, at=view.at)


def _recuse(form: BallotForm, view: CaseView) -> None:
    named = form.cleaned_data.get("person") or ""
    person = UUID(named) if named else None
    reason = form.cleaned_data["reason"]
    recuse(case=view.case, body=form.poll.body, reason=reason, actor=view.actor, at=view.at, person=person)


def _close(form: BallotForm, view: CaseView) -> None:
    if form.poll.ballot is None:
        raise Http404
    close_vote(ballot=form.poll.ballot, actor=view.actor, at=view.at)


STEPS: dict[str, Callable[[BallotForm, CaseView], None]] = {
    "call": _call, "vote": _vote, "recuse": _recuse, "close": _close,
}  # fmt: skip
