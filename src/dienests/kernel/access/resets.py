"""A lost password or second factor: one official asks for the reset, another one confirms it and gets the link."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from dienests.kernel.access.account import Account, open_on
from dienests.kernel.access.actor import Actor
from dienests.kernel.access.administrator import ADMINISTRATOR
from dienests.kernel.access.invitation import Invitation, InvitationQuerySet, Purpose
from dienests.kernel.access.invitations import VALID, fingerprint, log, new_token, withdraw_standing
from dienests.kernel.access.open_session import OpenSession
from dienests.kernel.access.refusals import AccessError
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.parties import refusals
from dienests.kernel.parties.models import Institution, Mandate, Person

RESETS = (Purpose.PASSWORD, Purpose.SECOND_FACTOR)


@transaction.atomic
def ask(
    *, institution: Institution, person: Person, purpose: Purpose, asked_by: UUID, basis: str, by: ActorRef,
    at: datetime,
) -> Invitation:  # fmt: skip
    """Ask that a person may set a password anew; nothing changes until another official confirms it."""
    reason = refusals.basis(basis)
    if purpose not in RESETS:
        raise AccessError(_("Say what is lost: the password, or the second factor as well."))
    if person.pk == asked_by:
        raise AccessError(_("Nobody asks for the own reset: another administrator has to do it."))
    Person.objects.select_for_update().only("pk").get(pk=person.pk)
    if not Account.objects.filter(open_on(local_date(at)), person=person).exists():
        raise AccessError(_("%(person)s has no open account: invite the person instead.") % {"person": person.name})
    withdraw_standing(person=person, at=at)
    invitation = Invitation.objects.create(
        institution=institution, person=person, purpose=purpose, asked_by_id=asked_by, asked_at=at,
        expires_at=at + VALID,
    )  # fmt: skip
    log(invitation, act="reset-asked", basis=reason, by=by, at=at)
    return invitation


@sensitive_variables("token")
@transaction.atomic
def confirm(*, invitation: Invitation, confirmed_by: UUID, basis: str, by: ActorRef, at: datetime) -> str:
    """Confirm a reset as a second official and return the token of the link; the person's sessions end at once."""
    reason = refusals.basis(basis)
    fresh = Invitation.objects.select_for_update(of=("self",)).select_related("institution").get(pk=invitation.pk)
    if confirmed_by in (fresh.asked_by_id, fresh.person_id):
        raise AccessError(_("A reset needs two people: somebody else than who asked, and not the person concerned."))
    if fresh.fingerprint or fresh.used_at or fresh.revoked_at or fresh.expires_at <= at or not fresh.asked_by_id:
        raise AccessError(_("This reset was confirmed, withdrawn or is too old: look at the list again."))
    token = new_token()
    fresh.fingerprint, fresh.confirmed_by_id, fresh.expires_at = fingerprint(token), confirmed_by, at + VALID
    fresh.save(update_fields=["fingerprint", "confirmed_by", "expires_at"])
    OpenSession.objects.filter(account__person=fresh.person_id).delete()
    log(fresh, act="reset-confirmed", basis=reason, by=by, at=at)
    return token


def confirming_mandate(actor: Actor, institution: int) -> UUID | None:
    """Return the mandate under which a person may confirm resets: as administrator, or as who leads the institution."""
    fitting = (
        held.mandate
        for held in actor.offices
        if held.institution == institution and (held.slug == ADMINISTRATOR or (held.leads and held.unit is None))
    )
    return next(fitting, None)


def to_confirm(actor: Actor, *, at: datetime) -> InvitationQuerySet:
    """Return the resets that wait for this person as second official."""
    places = [held.institution for held in actor.offices if confirming_mandate(actor, held.institution)]
    waiting = Invitation.objects.standing().filter(purpose__in=RESETS, fingerprint__isnull=True, expires_at__gt=at)
    return waiting.filter(institution__in=places).exclude(asked_by=actor.person).exclude(person=actor.person)


def confirmers(institution: int, on: date) -> set[UUID]:
    """Return who could confirm a reset on the day; fewer than two people leave a loss without a way back."""
    leading = Q(office__leads=True, office__unit__isnull=True)
    mandates = Mandate.objects.in_force(on).filter(Q(office__slug=ADMINISTRATOR) | leading)
    return set(mandates.filter(office__institution=institution).values_list("person", flat=True))
