"""Parameters by two people: an administrator proposes, the head of the institution approves or rejects.

Where the head proposes, or nobody leads, another administrator decides. Nobody decides on an own proposal.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.log.streams import ActorRef, append
from dienests.kernel.norms.declared import ParameterError, declared
from dienests.kernel.norms.parameters import checked_basis, set_parameter, stream_of, unset
from dienests.kernel.norms.proposal import Outcome, Proposal
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.mandate import Mandate

__all__ = ["approve", "deciding_mandate", "propose", "reject", "waiting", "withdraw"]

PROPOSES = "administrator"


@transaction.atomic
def propose(
    *, institution: Institution, slug: str, value: str, basis: str, valid_from: date, by: ActorRef, at: datetime,
    confirmed: bool = True,
) -> Proposal:  # fmt: skip
    """Propose a value from a day on, or with an empty value that the one in force ends then; nothing changes yet."""
    value, basis, mandate = value.strip(), checked_basis(basis), _mandate(by, institution, local_date(at))
    asked = declared(slug)
    if value:
        asked.check(value)
        asked.check_first_day(valid_from, on=local_date(at))
    if mandate.office.slug != PROPOSES and not _leads(mandate):
        raise ParameterError(_("Parameters are proposed by the administrator of the system; ask that office."))
    made = Proposal(
        institution=institution, slug=slug, value=value, basis=basis, confirmed=confirmed, valid_from=valid_from,
        proposed_by_id=mandate.person_id, proposed_under=mandate.pk, proposed_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise ParameterError(
            _("A proposal for this parameter and day waits already: let it be decided, or withdraw it first.")
        ) from None
    _log(made, "proposed", by=by, at=at)
    return made


@transaction.atomic
def approve(*, proposal: Proposal, by: ActorRef, at: datetime) -> Proposal:
    """Approve a proposal of somebody else: only now the value is set, or ends."""
    fresh = _decided(proposal, Outcome.APPROVED, by=by, at=at)
    proposer = ActorRef(mandate=fresh.proposed_under)
    if fresh.ends_value:
        unset(
            institution=fresh.institution, slug=fresh.slug, basis=fresh.basis, valid_to=fresh.valid_from, by=proposer,
            approved_by=by, at=at,
        )  # fmt: skip
    else:
        set_parameter(
            institution=fresh.institution, slug=fresh.slug, value=fresh.value, basis=fresh.basis,
            valid_from=fresh.valid_from, by=proposer, approved_by=by, confirmed=fresh.confirmed, at=at,
        )  # fmt: skip
    return fresh


@transaction.atomic
def reject(*, proposal: Proposal, reasons: str, by: ActorRef, at: datetime) -> Proposal:
    """Reject a proposal of somebody else, with reasons."""
    return _decided(proposal, Outcome.REJECTED, by=by, at=at, reasons=_reasons(reasons))


@transaction.atomic
def withdraw(*, proposal: Proposal, reasons: str, by: ActorRef, at: datetime) -> Proposal:
    """Take an own proposal back, with reasons."""
    mandate = _mandate(by, proposal.institution, local_date(at))
    if mandate.person_id != proposal.proposed_by_id:
        raise ParameterError(_("Only who proposed takes the proposal back; you may approve or reject it."))
    return _close(proposal, Outcome.WITHDRAWN, mandate, by=by, at=at, reasons=_reasons(reasons))


def waiting(institution: int) -> QuerySet[Proposal]:
    """Return the proposals that wait for a decision, oldest first."""
    found = Proposal.objects.filter(institution=institution, outcome=Outcome.OPEN)
    return found.select_related("proposed_by").order_by("proposed_at", "pk")


def deciding_mandate(proposal: Proposal, person: UUID, on: date) -> Mandate | None:
    """Return the mandate under which a person may decide, or None; who proposed never may."""
    if person == proposal.proposed_by_id:
        return None
    held = Mandate.objects.in_force(on).filter(office__institution=proposal.institution_id)
    own = held.filter(person=person).filter(
        Q(office__leads=True, office__unit__isnull=True) | Q(office__slug=PROPOSES)
    )  # fmt: skip
    found = list(own.select_related("office").order_by("valid_from", "pk"))
    heads = held.filter(office__leads=True, office__unit__isnull=True).exclude(person=proposal.proposed_by_id)
    return next((each for each in found if _leads(each)), None) or (found[0] if found and not heads.exists() else None)


def _leads(mandate: Mandate) -> bool:
    return mandate.office.leads and mandate.office.unit_id is None


def _decided(proposal: Proposal, outcome: Outcome, *, by: ActorRef, at: datetime, reasons: str = "") -> Proposal:
    mandate = _mandate(by, proposal.institution, local_date(at))
    if mandate.person_id == proposal.proposed_by_id:
        raise ParameterError(_("Nobody decides on an own proposal: let another official approve or reject it."))
    allowed = deciding_mandate(proposal, mandate.person_id, local_date(at))
    if allowed is None:
        raise ParameterError(_("Proposals of parameters are decided by the head of the institution; ask that office."))
    return _close(proposal, outcome, allowed, by=ActorRef(mandate=allowed.pk), at=at, reasons=reasons)


def _close(
    proposal: Proposal, outcome: Outcome, mandate: Mandate, *, by: ActorRef, at: datetime, reasons: str
) -> Proposal:
    # The condition decides between two who decide at the same moment: one of them changes the row.
    changed = Proposal.objects.filter(pk=proposal.pk, outcome=Outcome.OPEN).update(
        outcome=outcome, decided_by=mandate.person_id, decided_under=mandate.pk, decided_at=at, reasons=reasons
    )
    if not changed:
        raise ParameterError(_("This proposal has been decided already; look at the parameter again."))
    fresh = Proposal.objects.select_related("institution").get(pk=proposal.pk)
    _log(fresh, outcome.value, by=by, at=at)
    return fresh


def _mandate(by: ActorRef, institution: Institution, on: date) -> Mandate:
    found = Mandate.objects.in_force(on).filter(office__institution=institution).select_related("office")
    mandate = found.filter(pk=by.mandate).first() if by.mandate else None
    if mandate is None:
        raise ParameterError(_("Only an official of the institution may do that; sign in under your office."))
    return mandate


def _reasons(reasons: str) -> str:
    if not reasons.strip():
        raise ParameterError(_("The reasons are missing: say why."))
    return reasons.strip()


def _log(proposal: Proposal, act: str, *, by: ActorRef, at: datetime) -> None:
    payload = {
        "slug": proposal.slug, "proposal": str(proposal.pk), "value": proposal.value, "basis": proposal.basis,
        "valid_from": proposal.valid_from, "confirmed": proposal.confirmed, "reasons": proposal.reasons,
    }  # fmt: skip
    append(stream=stream_of(proposal.institution, proposal.slug), act=act, at=at, actor=by, payload=payload)
