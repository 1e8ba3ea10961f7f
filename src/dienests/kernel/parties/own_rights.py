"""What private persons do with rights of representation themselves: object, consent, withdraw, revoke a proxy."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.joint_rights import consent, object_to_others, withdraw_consent
from dienests.kernel.parties.kinds import Kind
from dienests.kernel.parties.refusals import PartiesError
from dienests.kernel.parties.relations import represented
from dienests.kernel.parties.representation import Consent, Representation, RepresentationQuerySet
from dienests.kernel.parties.representing import end_representation


def representing_me(who: UUID, on: date) -> RepresentationQuerySet:
    """Return the rights that others have over a person on the day."""
    found = Representation.objects.in_force(on).filter(person=who)
    return found.select_related("representative", "office", "institution")


def object_as(*, who: UUID, right: UUID, words: str, on: date, at: datetime) -> None:
    """Object to what the others do who represent the same subject."""
    object_to_others(representation=_mine(who, right, on), on=on, reasons=words, by=SYSTEM, at=at, person=who)


def consent_as(*, who: UUID, right: UUID, words: str, on: date, at: datetime) -> None:
    """Consent to what the others do in a matter, whose slug `words` is."""
    consent(representation=_mine(who, right, on), matter=words, on=on, by=SYSTEM, at=at, person=who)


def withdraw_as(*, who: UUID, right: UUID, words: str, on: date, at: datetime) -> None:
    """Withdraw the consent in a matter, whose slug `words` is."""
    given = Consent.objects.filter(representation=_mine(who, right, on), matter=words, valid_to=None).first()
    if given is None:
        raise PartiesError(_("No consent stands there to be withdrawn: look at the list."))
    withdraw_consent(given=given, on=on, by=SYSTEM, at=at, person=who)


def revoke_as(*, who: UUID, right: UUID, words: str, on: date, at: datetime) -> None:
    """Revoke a proxy that the person gave; rights that come from law or judgement are ended by the institution."""
    found = representing_me(who, on).filter(pk=right).first()
    if found is None or found.kind != Kind.PROXY:
        raise PartiesError(_("Only a power of attorney that you gave yourself can be revoked here."))
    if found.valid_from == on:
        raise PartiesError(_("The right began today and lasts a day at least: revoke it tomorrow."))
    basis = words.strip() or _("revoked by who gave it")
    end_representation(representation=found, valid_to=on, basis=basis, by=SYSTEM, at=at, person=who)


VERBS: dict[str, Callable[..., None]] = {
    "object": object_as,
    "consent": consent_as,
    "withdraw": withdraw_as,
    "revoke": revoke_as,
}


def _mine(who: UUID, right: UUID, on: date) -> Representation:
    found = represented(who, on).filter(pk=right).first()
    if found is None:
        raise PartiesError(_("This right is not yours or is over: look at the list."))
    return found
