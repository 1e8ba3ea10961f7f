"""The privacy page: what is kept about people, by category, in plain words; made from the record of processing."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.norms import processing as house
from dienests.kernel.norms.basis import rulebook
from dienests.site import contacts
from dienests.site.pages import processing
from dienests.site.pages.days import now
from dienests.site.pages.doors import public

policy = rulebook("vpd-client-data-policy")
# What the data policy promises everybody, with its provisions; the words of the page stand in its template.
RIGHTS = {
    "learn": policy["access"],
    "how": policy["access.1", "access.2", "access.4"],
    "request": policy["commitments.6"],
    "officer": policy["contact.1", "contact.2"],
    "complain": policy["complaints.1"],
    "supervisor": policy["complaints.2"],
}


@dataclass
class Kind:
    """One category of data, wherever procedures keep it."""

    category: Any
    data: dict[str, Any] = field(default_factory=dict)
    procedures: dict[str, Any] = field(default_factory=dict)
    purposes: dict[str, Any] = field(default_factory=dict)
    readers: dict[str, Any] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)


def kinds(rows: list[processing.Row]) -> list[Kind]:
    """Gather the data of all procedures by category; data without one tell nothing about a person."""
    found: dict[str, Kind] = {}
    for row in rows:
        category = row.datum.category
        if category is None:
            continue
        kind = found.setdefault(category.slug, Kind(category, kept=row.kept))
        kind.procedures[row.datum.procedure.slug] = row.datum.procedure
        kind.data[str(row.datum.label)] = row.datum.label
        kind.purposes |= {str(each): each for each in row.purpose}
        kind.readers |= {str(each): each for each in row.readers}
    return list(found.values())


@public
def page(request: HttpRequest) -> HttpResponse:
    """Show what is kept, why, for how long, who reads it, and the rights of everybody; three queries."""
    shown = {
        "kinds": kinds(processing.rows()), "house": processing.house_rows(), "rights": RIGHTS,
        "where": house.RETENTION_ELSEWHERE.where,
        "contacts": contacts.in_force(contacts.DATA_PROTECTION, local_date(now())),
    }  # fmt: skip
    return render(request, "site/pages/privacy.html", shown)
