"""Administration of people: who serves in the institution, whether they can sign in, and what may be done about it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dienests.kernel.access.account import Account
from dienests.kernel.access.invitation import Invitation
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.people import colleagues
from dienests.kernel.parties.person import Person
from dienests.site.pages.doors import administered, administrators, reading

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One person: offices held today, the account, and an invitation that stands."""

    person: Person
    mandates: list[Mandate]
    account: Account | None
    invitation: Invitation | None
    open: bool


@reading
@administrators
def page(request: HttpRequest) -> HttpResponse:
    """List the people who hold an office today, in Latvian order."""
    institution, _mandate = administered(request.actor)  # type: ignore[attr-defined]
    at = datetime.now(UTC)
    words = request.GET.get("name", "")[:100]
    found = Paginator(colleagues(institution, local_date(at), words), PER_PAGE).get_page(request.GET.get("page"))
    shown = {"rows": _rows(list(found.object_list), institution, at), "page": found, "name": words}
    return render(request, "site/pages/staff.html", shown)


def _rows(people: list[Person], institution: int, at: datetime) -> list[Row]:
    on = local_date(at)
    mandates: dict[object, list[Mandate]] = {}
    held = Mandate.objects.in_force(on).filter(person__in=people, office__institution=institution)
    for mandate in held.select_related("office__unit").order_by("valid_from", "pk"):
        mandates.setdefault(mandate.person_id, []).append(mandate)
    accounts = {each.person_id: each for each in Account.objects.filter(person__in=people)}
    invited = {each.person_id: each for each in Invitation.objects.standing().filter(person__in=people)}
    return [
        Row(
            each, mandates.get(each.pk, []), accounts.get(each.pk), invited.get(each.pk),
            open=each.pk in accounts and accounts[each.pk].is_open(on),
        )
        for each in people
    ]  # fmt: skip
