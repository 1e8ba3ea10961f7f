"""The page of one proposal of a parameter: another official approves or rejects it, who proposed takes it back."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.norms.declared import Declared, ParameterError, declared
from dienests.kernel.norms.parameter import Parameter
from dienests.kernel.norms.proposal import Outcome, Proposal
from dienests.kernel.norms.proposing import approve, deciding_mandate, reject, withdraw
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.period import covers
from dienests.site.pages.doors import signed_in, with_form
from dienests.site.pages.parameters import shown

APPROVE, REJECT, WITHDRAW = "approve", "reject", "withdraw"


class Decision(forms.Form):
    """Yes or no, and why."""

    use_required_attribute = False
    decision = forms.ChoiceField(
        label=_("Decision"), choices=[(APPROVE, _("approve")), (REJECT, _("reject"))], widget=forms.RadioSelect
    )
    reasons = forms.CharField(label=_("Reasons"), required=False, max_length=500, help_text=_("Needed to reject."))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="%s")


class Withdrawal(forms.Form):
    """Why an own proposal is taken back."""

    use_required_attribute = False
    reasons = forms.CharField(label=_("Reasons"), max_length=500)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="%s")


@with_form
@signed_in
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a proposal with the value in force beside it, and let it be decided by who may."""
    actor, at = request.actor, datetime.now(UTC)  # type: ignore[attr-defined]
    proposal = get_object_or_404(Proposal.objects.select_related("institution", "proposed_by", "decided_by"), pk=pk)
    form, mandate = _form(request, proposal, actor, at)
    if mandate is None and not _works_there(actor, proposal):
        raise Http404
    if form is not None and mandate is not None and request.method == "POST" and _done(form, proposal, mandate, at):
        return HttpResponseRedirect(f"{reverse('parameter-proposal', kwargs={'pk': pk})}#done")
    asked = _asked(proposal)
    now = Parameter.objects.filter(covers(local_date(at)), institution=proposal.institution, slug=proposal.slug).first()
    how = {
        "proposal": proposal, "asked": asked, "form": form, "shown": shown(proposal, asked), "now": now,
        "shown_now": shown(now, asked), "own": isinstance(form, Withdrawal),
    }  # fmt: skip
    return render(request, "site/pages/proposal.html", how, status=422 if form is not None and form.errors else 200)


def _form(
    request: HttpRequest, proposal: Proposal, actor: Actor, at: datetime
) -> tuple[Decision | Withdrawal | None, UUID | None]:
    """Return the form that this person may send, and the mandate under which it would be done."""
    if proposal.outcome != Outcome.OPEN:
        return None, None
    if actor.person == proposal.proposed_by_id:
        own = Mandate.objects.in_force(local_date(at)).filter(
            person=actor.person, office__institution=proposal.institution_id
        )
        return Withdrawal(request.POST or None), own.values_list("pk", flat=True).first()
    mandate = deciding_mandate(proposal, actor.person, local_date(at))
    return (Decision(request.POST or None), mandate.pk) if mandate else (None, None)


def _works_there(actor: Actor, proposal: Proposal) -> bool:
    """Say whether a person administers or leads the institution, and so reads its proposals."""
    return any(
        held.institution == proposal.institution_id and (held.slug == "administrator" or (held.leads and not held.unit))
        for held in actor.offices
    )


def _asked(proposal: Proposal) -> Declared:
    try:
        return declared(proposal.slug)
    except ParameterError:  # declared no more: the proposal stays readable
        return Declared(proposal.slug, proposal.slug, "", "")


def _done(form: Decision | Withdrawal, proposal: Proposal, mandate: UUID, at: datetime) -> bool:
    if not form.is_valid():
        return False
    given, by = form.cleaned_data, ActorRef(mandate=mandate)
    try:
        if isinstance(form, Withdrawal):
            withdraw(proposal=proposal, reasons=given["reasons"], by=by, at=at)
        elif given["decision"] == APPROVE:
            approve(proposal=proposal, by=by, at=at)
        else:
            reject(proposal=proposal, reasons=given["reasons"], by=by, at=at)
    except ParameterError as refused:
        form.add_error("reasons", str(refused))
        return False
    return True
