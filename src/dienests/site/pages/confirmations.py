"""Resets that wait for a second official: whoever confirms gets the link and hands it over."""

from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from dienests.kernel.access.refusals import AccessError
from dienests.kernel.access.resets import confirm, confirming_mandate, to_confirm
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.norms.declared import every
from dienests.kernel.norms.proposing import waiting as proposed
from dienests.kernel.parties.refusals import PartiesError
from dienests.site.pages.admin_form import AdminForm
from dienests.site.pages.doors import confirms, reading, signed_in, with_form
from dienests.site.pages.invitations import link_page


@reading
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """List what waits for this person's confirmation."""
    waiting = to_confirm(request.actor, at=datetime.now(UTC)).select_related("person", "asked_by")  # type: ignore[attr-defined]
    institution = request.actor.institution  # type: ignore[attr-defined]
    labels = {each.slug: each.label for each in every()}
    may_read = confirms(request.actor) and institution is not None  # type: ignore[attr-defined]
    proposals = [
        {"proposal": each, "label": labels.get(each.slug, each.slug)}
        for each in (proposed(institution) if may_read else ())
    ]
    shown = {"waiting": waiting.order_by("asked_at", "pk"), "here": "confirmations", "proposals": proposals}
    return render(request, "site/pages/confirmations.html", shown)


@with_form
@signed_in
def confirm_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Confirm one reset and show its link, this once."""
    at, actor = datetime.now(UTC), request.actor  # type: ignore[attr-defined]
    invitation = get_object_or_404(to_confirm(actor, at=at).select_related("person", "asked_by"), pk=pk)
    form = AdminForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        by = ActorRef(mandate=confirming_mandate(actor, invitation.institution_id))
        try:
            token = confirm(
                invitation=invitation, confirmed_by=actor.person, basis=form.cleaned_data["basis"], by=by, at=at
            )
            invitation.refresh_from_db()
            return link_page(request, invitation, token)
        except (AccessError, PartiesError) as refused:
            form.add_error(None, str(refused))
    asked = _("asked by") + f" {invitation.asked_by.name}" if invitation.asked_by else ""
    shown = {
        "form": form, "title": _("Confirm a reset"), "about": f"{invitation.person.name} ({asked})",
        "up": "confirmations", "send": _("Confirm and get the link"),
    }  # fmt: skip
    return render(request, "site/pages/admin_form.html", shown, status=422 if form.errors else 200)
