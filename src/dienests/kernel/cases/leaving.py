"""A person leaves: mandates, account, sessions and invitations end on one day, and cases pass on by their offices."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from dienests.kernel.access.account import Account
from dienests.kernel.access.accounts import close_account, close_account_on
from dienests.kernel.access.invitations import withdraw_standing
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.log.streams import ActorRef, Stream, append
from dienests.kernel.parties import refusals
from dienests.kernel.parties.appointments import appoint, end_mandate
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.office import Office
from dienests.kernel.parties.period import overlaps
from dienests.kernel.parties.person import Person
from dienests.kernel.parties.refusals import PartiesError
from dienests.kernel.parties.staff_members import enter_leaving

Follower = Callable[[UUID, datetime], object]
_followers: list[Follower] = []


def followed_by(follower: Follower) -> None:
    """Let an upper package do its part of a leaving (a person at a moment), in the same transaction."""
    if follower not in _followers:
        _followers.append(follower)


@dataclass(frozen=True, slots=True)
class Vacancy:
    """An office that nobody holds from the day on, and how many open cases wait for it now."""

    mandate: Mandate
    waiting: int

    @property
    def office(self) -> Office:
        """The office that falls vacant."""
        return self.mandate.office


def mandates_after(person: Person, institution: Institution, on: date) -> list[Mandate]:
    """Return the person's mandates of the institution that hold on the day or begin later."""
    found = Mandate.objects.filter(overlaps(on, None), person=person, office__institution=institution)
    return list(found.select_related("office__unit", "office__institution").order_by("valid_from", "pk"))


def vacancies(person: Person, institution: Institution, on: date) -> list[Vacancy]:
    """Return the offices that would have no holder from the day on, with the open cases that wait for them."""
    found = {}
    for mandate in mandates_after(person, institution, on):
        others = Mandate.objects.in_force(on).filter(office=mandate.office).exclude(person=person)
        if mandate.valid_from <= on and not others.exists():
            found[mandate.office_id] = Vacancy(mandate, _waiting(mandate.office))
    return list(found.values())


@transaction.atomic
def leave(
    *, person: Person, institution: Institution, on: date, basis: str, by: ActorRef, at: datetime,
    successors: Mapping[int, Person], vacant: Iterable[int] = (),
) -> list[Mandate]:  # fmt: skip
    """Let a person leave: `on` is the first day outside. Returns the mandates that ended.

    `successors` names who takes an office (by its id) that would be vacant; `vacant` holds the offices whose vacancy
    is confirmed. An office in neither refuses the whole act, so that no case is left waiting for nobody by oversight.
    Cases that the person opened stay the person's.
    """
    reason = refusals.basis(basis)
    Person.objects.select_for_update().only("pk").get(pk=person.pk)
    ending = mandates_after(person, institution, on)
    if not ending:
        raise PartiesError(
            _("%(person)s holds no office of this institution from that day on: nothing has to end.")
            % {"person": person.name}
        )
    left = vacancies(person, institution, on)
    _refuse_oversight(left, {*successors, *vacant})
    for mandate in ending:
        _end(mandate, on, basis=reason, by=by, at=at)
    for vacancy in left:
        if vacancy.office.pk in successors:
            successor = successors[vacancy.office.pk]
            if successor.pk == person.pk:
                raise PartiesError(_("Who leaves cannot follow: choose somebody else as successor."))
            appoint(office=vacancy.office, person=successor, valid_from=on, order_number=reason, by=by, at=at)
    enter_leaving(institution=institution, person=person, on=on, basis=reason, by=by, at=at)
    _close(person, on, basis=reason, by=by, at=at)
    for follow in _followers:
        follow(person.pk, at)
    _log(person, institution, on, left, successors, basis=reason, by=by, at=at)
    return ending


def _waiting(office: Office) -> int:
    place = Q(institution=office.institution_id, turn=office.slug, closed_at__isnull=True)
    return Case.objects.filter(place if office.unit_id is None else place & Q(unit=office.unit_id)).count()


def _refuse_oversight(left: list[Vacancy], answered: set[int]) -> None:
    forgotten = [str(each.office.title) for each in left if each.office.pk not in answered]
    if forgotten:
        raise PartiesError(
            _("These offices would have no holder: %(offices)s. Name a successor or confirm that they stay vacant.")
            % {"offices": "; ".join(forgotten)}
        )


def _end(mandate: Mandate, on: date, *, basis: str, by: ActorRef, at: datetime) -> None:
    if mandate.valid_from >= on:
        raise PartiesError(
            _("The mandate “%(office)s” begins only on %(day)s: give a later day, or end that mandate first.")
            % {"office": mandate.office.title, "day": mandate.valid_from.isoformat()}
        )
    if mandate.valid_to is None or mandate.valid_to > on:
        end_mandate(mandate=mandate, valid_to=on, basis=basis, by=by, at=at)


def _close(person: Person, on: date, *, basis: str, by: ActorRef, at: datetime) -> None:
    """Close the account with the last mandate; who serves another institution as well keeps it."""
    if Mandate.objects.filter(overlaps(on, None), person=person).exists():
        return
    withdraw_standing(person=person, at=at, by=by, basis=basis)
    account = Account.objects.filter(person=person, is_active=True).first()
    if account is None:
        return
    if on <= local_date(at):
        close_account(account=account, basis=basis, by=by, at=at)
    else:
        close_account_on(account=account, on=on, basis=basis, by=by, at=at)


def _log(
    person: Person, institution: Institution, on: date, left: list[Vacancy], successors: Mapping[int, Person], *,
    basis: str, by: ActorRef, at: datetime,
) -> None:  # fmt: skip
    offices = [
        {
            "office": each.office.slug, "unit": each.office.unit.slug if each.office.unit else None,
            "waiting": each.waiting,
            "successor": str(successors[each.office.pk].pk) if each.office.pk in successors else None,
        }
        for each in left
    ]  # fmt: skip
    append(
        stream=Stream(kind="person", id=person.id), act="left", at=at, actor=by, basis=basis,
        payload={"institution": institution.slug, "on": on.isoformat(), "sole_holder_of": offices},
    )  # fmt: skip
