"""The face of the head, and the same for a direct manager with the totals of the own unit, never a report (E05)."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.parties.institution import Institution, Unit
from dienests.kernel.parties.offices import HeldOffice
from dienests.kernel.retention import due
from dienests.site.pages.days import now
from dienests.site.pages.doors import reading, signed_in
from dienests.site.pages.duty_words import described
from dienests.site.pages.head_view import Face


def led(actor: Actor) -> HeldOffice | None:
    """Return the office under which a person leads: the whole institution before a unit; None for nobody's manager."""
    leading = [each for each in actor.offices if each.leads]
    return min(leading, key=lambda each: each.unit is not None, default=None)


@reading
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Show the head the whole house, a direct manager the counts of the own unit."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    held = led(actor)
    if held is None:
        raise PermissionDenied(_("This page belongs to whoever leads the institution or one of its units."))
    unit = Unit.objects.get(pk=held.unit) if held.unit else None
    face = Face(Institution.objects.get(pk=held.institution), unit, local_date(now()), actor)
    shown = {"face": face, "offices": face.by_office(), "officials": face.by_official(), "whole": unit is None}
    if unit is None:
        shown |= {
            "terms": face.terms(), "unset": face.unset(), "open": face.open_provisions(),
            "duties": [described(each) for each in face.duties()], "indicators": face.indicators(),
            "kept": due.figures(held.institution, now(), person=actor.person),
        }  # fmt: skip
    return render(request, "site/pages/head.html", shown)
