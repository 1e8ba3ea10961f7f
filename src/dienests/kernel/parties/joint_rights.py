"""Rights that several share: an objection stops all of them, a consent lets the other act."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dienests.kernel.log.streams import ActorRef, Stream, append
from dienests.kernel.parties import refusals
from dienests.kernel.parties.refusals import PartiesError
from dienests.kernel.parties.representation import Consent, Objection, Representation
from dienests.kernel.parties.representing import acting


@transaction.atomic
def object_to_others(
    *, representation: Representation, on: date, reasons: str, by: ActorRef, at: datetime, person: UUID | None = None
) -> Objection:
    """Record that one who may act objects to what the others do: from then on none of them acts until it is settled."""
    why = refusals.text(reasons, _("The reasons are missing: say what the representatives do not agree on."))
    _in_force(representation, on)
    try:
        with transaction.atomic():
            made = Objection.objects.create(representation=representation, raised_on=on, reasons=why)
    except IntegrityError:
        raise PartiesError(_("An objection is open already: settle that one first.")) from None
    _log(representation, act="objection-raised", by=by, at=at, basis="", person=person, objection=str(made.pk))
    return made


@transaction.atomic
def settle_objection(
    *, objection: Objection, on: date, outcome: str, basis: str, by: ActorRef, at: datetime
) -> Objection:
    """Settle an objection on the ground of an agreement or a decision; from that day on the representatives act."""
    reason = refusals.basis(basis)
    fresh = Objection.objects.select_for_update(of=("self",)).select_related("representation").get(pk=objection.pk)
    if fresh.settled_on is not None:
        raise PartiesError(_("This objection is settled already."))
    if on < fresh.raised_on:
        raise PartiesError(_("An objection cannot be settled before it was raised: give a later day."))
    fresh.outcome = refusals.text(outcome, _("The outcome is missing: say what was agreed or decided."))
    fresh.settled_on = on
    fresh.save(update_fields=["settled_on", "outcome"])
    _log(fresh.representation, act="objection-settled", by=by, at=at, basis=reason, objection=str(fresh.pk))
    return fresh


@transaction.atomic
def consent(
    *, representation: Representation, matter: str, on: date, by: ActorRef, at: datetime, person: UUID | None = None
) -> Consent:
    """Consent, as one who shares a joint right, to what the others do in a matter (the slug of a procedure)."""
    _in_force(representation, on)
    if not representation.joint:
        raise PartiesError(_("This right is not shared: the others need no consent."))
    try:
        with transaction.atomic():
            made = Consent.objects.create(representation=representation, matter=matter, valid_from=on)
    except IntegrityError:
        raise PartiesError(_("The consent was given already.")) from None
    _log(representation, act="consent-given", by=by, at=at, basis="", person=person, matter=matter)
    return made


@transaction.atomic
def withdraw_consent(*, given: Consent, on: date, by: ActorRef, at: datetime, person: UUID | None = None) -> Consent:
    """Withdraw a consent from a day on; what was done under it stays done."""
    fresh = Consent.objects.select_for_update(of=("self",)).select_related("representation").get(pk=given.pk)
    if fresh.valid_to is not None:
        raise PartiesError(_("The consent was withdrawn already."))
    fresh.valid_to = max(on, fresh.valid_from)
    fresh.save(update_fields=["valid_to"])
    _log(fresh.representation, act="consent-withdrawn", by=by, at=at, basis="", person=person, matter=fresh.matter)
    return fresh


def _in_force(representation: Representation, on: date) -> None:
    if not Representation.objects.in_force(on).filter(pk=representation.pk).exists():
        raise PartiesError(_("This right is not in force on that day."))


def _log(
    representation: Representation, *, act: str, basis: str, by: ActorRef, at: datetime, person: UUID | None = None,
    **payload: str,
) -> None:  # fmt: skip
    stream = Stream(kind="representation", id=representation.id)
    append(stream=stream, act=act, at=at, actor=by, basis=basis, payload=payload | acting(person))
