"""Entering a person into the staff list, and out of it."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dienests.kernel.log.streams import ActorRef, Stream, append
from dienests.kernel.parties import refusals
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.person import Person
from dienests.kernel.parties.refusals import PartiesError
from dienests.kernel.parties.staff_member import StaffMember


@transaction.atomic
def enter(
    *, institution: Institution, person: Person, number: str, email: str, basis: str, by: ActorRef, at: datetime
) -> bool:
    """Enter a person or correct number and address; return whether anything changed. The log keeps no address."""
    reason = refusals.basis(basis)
    row = StaffMember.objects.select_for_update().filter(institution=institution, person=person).first()
    if row is not None and (row.number, row.email, row.left_on) == (number, email, None):
        return False
    act = "staff-entered" if row is None or row.left_on else "staff-corrected"
    row = row or StaffMember(institution=institution, person=person)
    row.number, row.email, row.left_on = number, email, None
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise PartiesError(
            _("The staff number or e-mail address belongs to somebody else of the institution.")
        ) from None
    _log(row, act=act, basis=reason, by=by, at=at)
    return True


@transaction.atomic
def enter_leaving(
    *, institution: Institution, person: Person, on: date, basis: str, by: ActorRef, at: datetime
) -> None:
    """Enter the first day outside the institution, where the person stands in the staff list."""
    for row in StaffMember.objects.select_for_update().filter(institution=institution, person=person):
        row.left_on = on
        row.save(update_fields=["left_on"])
        _log(row, act="staff-left", basis=refusals.basis(basis), by=by, at=at)


def _log(row: StaffMember, *, act: str, basis: str, by: ActorRef, at: datetime) -> None:
    append(
        stream=Stream(kind="staff", id=row.id), act=act, at=at, actor=by, basis=basis,
        payload={
            "institution": row.institution.slug, "person": str(row.person_id), "number": row.number,
            "has_address": bool(row.email), "left_on": row.left_on.isoformat() if row.left_on else None,
        },
    )  # fmt: skip
