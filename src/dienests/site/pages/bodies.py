"""Administration of bodies: who sits in them on a day, by which order, and how they decide."""

from datetime import UTC, date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.norms.parameters import standing
from dienests.kernel.parties.bodies import compositions, members
from dienests.kernel.parties.models import Mandate
from dienests.kernel.procedures.registry import newest
from dienests.kernel.procedures.roles import Group
from dienests.site.pages.doors import administered, administrators, reading


@reading
@administrators
def page(request: HttpRequest) -> HttpResponse:
    """Show each body on a day: members with their orders, by-laws, and the versions of its composition."""
    institution, _mandate = administered(request.actor)  # type: ignore[attr-defined]
    on = _day(request.GET.get("on", ""))
    values = standing(institution, on)
    rows = [
        {
            "body": body,
            "members": members(institution, body.office, on),
            "officers": _officers(body, institution, on),
            "by_laws": [each for each in values if each.declared.slug.startswith(f"{body.office}.")],
            "versions": compositions(institution, body.office),
        }
        for body in _bodies()
    ]
    return render(request, "site/pages/bodies.html", {"rows": rows, "on": on})


def _bodies() -> list[Group]:
    """Return each body once, as the newest procedures declare it; one that votes before one that is recorded."""
    groups = [role for each in newest().values() for role in each.roles.values() if isinstance(role, Group)]
    found: dict[str, Group] = {}
    for group in sorted(groups, key=lambda each: not each.ballot):
        found.setdefault(group.office, group)
    return list(found.values())


def _officers(body: Group, institution: int, on: date) -> dict[Any, str]:
    """Return the title of the office under which a member presides, or stands in for who does; by person."""
    chair = body.recorded_by
    slugs = [each.office for each in (chair, chair.stand_in) if each]
    held = Mandate.objects.in_force(on).filter(office__institution=institution, office__slug__in=slugs)
    return {each.person_id: each.office.title for each in held.select_related("office")}


def _day(asked: str) -> date:
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return local_date(datetime.now(UTC))
