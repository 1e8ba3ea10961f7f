"""Recording who may act for whom, ending it, objecting, consenting: each act in the log of that right."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dienests.kernel.log.streams import ActorRef, Stream, append
from dienests.kernel.parties import refusals
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.kinds import MEANINGS, Kind, ends_with_minority
from dienests.kernel.parties.office import Office
from dienests.kernel.parties.organisation import Organisation
from dienests.kernel.parties.period import overlaps
from dienests.kernel.parties.person import Person
from dienests.kernel.parties.proof import Proof
from dienests.kernel.parties.refusals import PartiesError
from dienests.kernel.parties.representation import Representation
from dienests.kernel.parties.standing import of_age_on


@transaction.atomic
def record_representation(
    *, institution: Institution, kind: Kind, subject: Person | Organisation, representative: Person | Office,
    proof: Proof, valid_from: date, basis: str, by: ActorRef, at: datetime, valid_to: date | None = None,
    scope: str = "", joint: bool = False,
) -> Representation:  # fmt: skip
    """Record that one may act for another; a right over a child ends on the day of majority at the latest.

    Raises PartiesError in one sentence when the kind does not fit, the proof is incomplete, or the right stands there.
    """
    reason = refusals.basis(basis)
    _fits(kind, subject, representative)
    ends = _end(kind, subject, valid_from, valid_to)
    made = Representation(
        institution=institution, kind=kind, scope=scope, joint=joint, valid_from=valid_from, valid_to=ends,
        **_subject(subject), **_who(representative), **proof.columns(notarised=MEANINGS[kind].notarised),
    )  # fmt: skip
    _lock(subject)
    same = {**_subject(subject), **_who(representative), "kind": kind, "scope": scope, "institution": institution}
    if Representation.objects.filter(overlaps(valid_from, ends), **same).exists():
        raise PartiesError(_("This right is recorded for that time already: end it first, or choose another period."))
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise PartiesError(_("This right was recorded a moment ago: look at the list.")) from None
    _log(made, act="representation-recorded", basis=reason, by=by, at=at)
    return made


@transaction.atomic
def end_representation(
    *, representation: Representation, valid_to: date, basis: str, by: ActorRef, at: datetime,
    person: UUID | None = None,
) -> Representation:  # fmt: skip
    """End a right, as when a proxy is revoked: `valid_to` is the first day without it; an end only comes earlier."""
    reason = refusals.basis(basis)
    fresh = Representation.objects.select_for_update(of=("self",)).get(pk=representation.pk)
    if valid_to <= fresh.valid_from:
        raise PartiesError(_("The right must last at least one day: give a later end."))
    if fresh.valid_to is not None and valid_to >= fresh.valid_to:
        raise PartiesError(
            _("The right ends on %(day)s already: to prolong it, record it anew.") % {"day": fresh.valid_to.isoformat()}
        )
    fresh.valid_to = valid_to
    fresh.save(update_fields=["valid_to"])
    _log(fresh, act="representation-ended", basis=reason, by=by, at=at, person=person)
    return fresh


def _fits(kind: Kind, subject: Person | Organisation, representative: Person | Office) -> None:
    if MEANINGS[kind].of_organisation != isinstance(subject, Organisation):
        raise PartiesError(
            _("“%(kind)s” does not fit: a legal person has legal representatives, a natural person the other kinds.")
            % {"kind": MEANINGS[kind].label}
        )
    if (kind == Kind.OFFICE) != isinstance(representative, Office):
        raise PartiesError(_("Name the office for a right by office, and a person for every other kind."))
    if representative == subject:
        raise PartiesError(_("Nobody represents himself or herself: name somebody else."))


def _end(kind: Kind, subject: Person | Organisation, valid_from: date, valid_to: date | None) -> date | None:
    if valid_to is not None and valid_to <= valid_from:
        raise PartiesError(_("The right must last at least one day: give a later end."))
    if not (ends_with_minority(kind) and isinstance(subject, Person)):
        return valid_to
    if subject.born_on is None:
        raise PartiesError(_("The day of birth of the child is missing: record it first, the right ends at majority."))
    majority = of_age_on(subject.born_on)
    if majority <= valid_from:
        raise PartiesError(_("The person is of age then: a parent or guardian has no right to act any more."))
    return majority if valid_to is None else min(valid_to, majority)


def _subject(subject: Person | Organisation) -> dict[str, Person | Organisation]:
    return {"person" if isinstance(subject, Person) else "organisation": subject}


def _who(representative: Person | Office) -> dict[str, Person | Office]:
    return {"representative" if isinstance(representative, Person) else "office": representative}


def _lock(subject: Person | Organisation) -> None:
    """Two entries for one subject wait here for each other, so that the second sees the first."""
    type(subject).objects.select_for_update().only("pk").get(pk=subject.pk)


def acting(person: UUID | None) -> dict[str, str]:
    """Return how a payload names the private person who did an act outside of any case."""
    return {"by": str(person)} if person else {}


def _log(made: Representation, *, act: str, basis: str, by: ActorRef, at: datetime, person: UUID | None = None) -> None:
    append(
        stream=Stream(kind="representation", id=made.id), act=act, at=at, actor=by, basis=basis,
        payload={
            "kind": made.kind, "person": made.person_id and str(made.person_id),
            "organisation": made.organisation_id and str(made.organisation_id),
            "representative": made.representative_id and str(made.representative_id),
            "office": made.office.slug if made.office else None, "scope": made.scope, "joint": made.joint,
            "proof": made.proof, "valid_from": made.valid_from.isoformat(),
            "valid_to": made.valid_to.isoformat() if made.valid_to else None, **acting(person),
        },
    )  # fmt: skip
