"""Admitting systems and withdrawing them; with a system all its tokens end."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dienests.kernel.exchange.refusals import ExchangeError
from dienests.kernel.exchange.system import System
from dienests.kernel.exchange.token import Token
from dienests.kernel.log.streams import ActorRef, Stream, append
from dienests.kernel.parties import refusals
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.organisation import Organisation


def stream_of(system: System) -> Stream:
    """Return the stream that tells when a system was admitted and withdrawn."""
    return Stream(kind="system", id=system.id)


@transaction.atomic
def admit(
    *, institution: Institution, name: str, basis: str, by: ActorRef, at: datetime,
    organisation: Organisation | None = None,
) -> System:  # fmt: skip
    """Admit a system, so that officials may make tokens for it; by itself it can do nothing."""
    tidy = refusals.text(name, _("The system has no name: write how people call it."))
    system = System(institution=institution, organisation=organisation, name=tidy, admitted_at=at)
    try:
        with transaction.atomic():
            system.save(force_insert=True)
    except IntegrityError:
        raise ExchangeError(_("A system of this name is admitted already: choose another name.")) from None
    payload = {"name": tidy, "organisation": organisation.registration_number if organisation else ""}
    append(stream=stream_of(system), act="admitted", at=at, actor=by, basis=refusals.basis(basis), payload=payload)
    return system


@transaction.atomic
def withdraw(*, system: System, basis: str, by: ActorRef, at: datetime) -> int:
    """Withdraw a system and revoke all its tokens at once; return how many there were."""
    fresh = System.objects.select_for_update().get(pk=system.pk)
    if fresh.withdrawn_at is not None:
        raise ExchangeError(_("This system has been withdrawn already: look at the list again."))
    fresh.withdrawn_at = at
    fresh.save(update_fields=["withdrawn_at"])
    ended = Token.objects.filter(system=fresh, revoked_at__isnull=True).update(revoked_at=at)
    append(
        stream=stream_of(fresh), act="withdrawn", at=at, actor=by, basis=refusals.basis(basis),
        payload={"tokens": ended},
    )  # fmt: skip
    return ended


def admitted(institution: int | None) -> list[System]:
    """Return the systems of an institution that may be used, by name."""
    found = System.objects.filter(institution=institution, withdrawn_at__isnull=True)
    return list(found.select_related("organisation").order_by("name"))
