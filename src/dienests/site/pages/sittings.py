"""Sittings of bodies: their days, and the minutes of one day, for members and who presides."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases.sittings import Seated, minutes, seated, sittings
from dienests.site.pages.doors import reading, signed_in


@reading
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Show the days on which the bodies of a person sit or sat."""
    actor = request.actor  # type: ignore[attr-defined]
    places = _places(actor)
    shown: list[dict[str, Any]] = [{"place": each, "days": sittings(actor, each)} for each in places]
    return render(request, "site/pages/sittings.html", {"places": shown})


@reading
@signed_in
def minutes_page(request: HttpRequest, office: str, on: str) -> HttpResponse:
    """Show the minutes of one day; a day without a vote that the person sees has none."""
    actor = request.actor  # type: ignore[attr-defined]
    place = next((each for each in _places(actor) if each.body.office == office), None)
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise Http404 from None
    found = minutes(actor, place, day) if place else None
    if found is None or not found.items:
        raise Http404
    return render(request, "site/pages/minutes.html", {"minutes": found})


def _places(actor: Actor) -> list[Seated]:
    found = seated(actor)
    if not found:
        raise PermissionDenied(_("Minutes are read by the members of the body and by who presides over it."))
    return found
