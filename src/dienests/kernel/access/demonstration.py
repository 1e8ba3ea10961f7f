"""The demonstration's sign-in: choose an office and be its holder. Every guard here must hold, else nobody chooses."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from dienests.kernel.access.account import Account, open_on
from dienests.kernel.access.accounts import stream_of
from dienests.kernel.access.loopback import is_local
from dienests.kernel.access.refusals import SignInRefused
from dienests.kernel.access.session import open_session
from dienests.kernel.log.streams import append
from dienests.kernel.parties.mandate import MandateQuerySet
from dienests.kernel.parties.models import Institution, Mandate, Person
from dienests.kernel.parties.naming import in_language


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the list: an invented person in one office; of a private person the name alone."""

    person: UUID
    name: str
    institution: str = ""
    unit: str = ""
    office: str = ""
    slug: str = ""


def check_databases() -> str | None:
    """Return why the house must not start, or None: a demonstration never shares a database with a real institution."""
    if len(set(Institution.objects.values_list("is_demonstration", flat=True))) < 2:
        return None
    return _(
        "A demonstration and a real institution stand in the same database: start with another DATABASE_URL, "
        "since the demonstration lets everybody in."
    )


def offered(request: HttpRequest) -> bool:
    """Tell whether this request may choose an office: only demonstrations here, and it comes from this machine."""
    return is_local(request.META) and _only_demonstrations()


def people(on: date) -> tuple[Choice, ...]:
    """Return who may be chosen on the day, by institution, office and name, private persons last; two queries."""
    mandates = (
        _choosable(on)
        .select_related("person", "office__institution", "office__unit")
        .order_by("office__institution__slug", "office__unit__slug", "office__slug", "person__sort_key")
    )
    private = Person.objects.filter(_private(on)).order_by("sort_key")
    return tuple(
        Choice(
            person=mandate.person_id,
            name=mandate.person.name,
            institution=mandate.office.institution.name,
            unit=in_language(mandate.office.unit.name_lv, mandate.office.unit.name_en) if mandate.office.unit else "",
            office=mandate.office.title,
            slug=mandate.office.slug,
        )
        for mandate in mandates
    ) + tuple(Choice(person=person.pk, name=person.name) for person in private)


def sign_in_as(*, person: UUID, at: datetime, request: HttpRequest) -> Account:
    """Sign in as an invented official or private person; raises SignInRefused when a guard fails."""
    if not offered(request):
        raise SignInRefused(
            _("Choosing an office works only in a demonstration, on the machine it runs on: sign in with a password.")
        )
    on = timezone.localdate(at)
    choosable = Q(pk__in=_choosable(on).values("person")) | _private(on)
    account = Account.objects.filter(
        open_on(on), person=person, person__in=Person.objects.filter(choosable)
    ).first()  # fmt: skip
    if account is None:
        raise SignInRefused(_("Nobody of the demonstration can be chosen that way: choose a person from the list."))
    with transaction.atomic():
        append(
            stream=stream_of(account), act="demonstration-sign-in", at=at, payload={"person": str(account.person_id)}
        )
        open_session(request, account, at=at)
    return account


def _choosable(on: date) -> MandateQuerySet:
    return Mandate.objects.in_force(on).filter(
        office__institution__is_demonstration=True, person__account__is_active=True
    )


def _private(on: date) -> Q:
    """Return the condition on a person that he or she has an account and never had an office: no one who left."""
    ever = Mandate.objects.filter(person=OuterRef("pk"))
    return open_on(on, prefix="account__") & Q(~Exists(ever))


def _only_demonstrations() -> bool:
    return set(Institution.objects.values_list("is_demonstration", flat=True)) == {True}
