"""Marking a person absent, and back: from the day to the day, and every time in the log."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dienests.kernel.log.streams import ActorRef, Stream, append
from dienests.kernel.parties import refusals
from dienests.kernel.parties.absence import Absence
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.period import overlaps
from dienests.kernel.parties.person import Person
from dienests.kernel.parties.refusals import PartiesError


@transaction.atomic
def mark_absent(
    *, institution: Institution, person: Person, valid_from: date, basis: str, by: ActorRef, at: datetime,
    valid_to: date | None = None,
) -> Absence:  # fmt: skip
    """Mark an official absent from a day on; `valid_to` is the day of return, empty while it is not known."""
    reason = refusals.basis(basis)
    if valid_to is not None and valid_to <= valid_from:
        raise PartiesError(_("The absence must last at least one day: give a day of return after its beginning."))
    # Two entries for one person wait here for each other, so that the second sees the first.
    Person.objects.select_for_update().only("pk").get(pk=person.pk)
    if not Mandate.objects.filter(
        overlaps(valid_from, valid_to), person=person, office__institution=institution
    ).exists():
        raise PartiesError(
            _("%(person)s holds no office of this institution then: nobody has to stand in.") % {"person": person.name}
        )
    if Absence.objects.filter(overlaps(valid_from, valid_to), institution=institution, person=person).exists():
        raise PartiesError(
            _("%(person)s is marked absent then already: end that absence first.") % {"person": person.name}
        )
    absence = Absence(
        institution=institution, person=person, valid_from=valid_from, valid_to=valid_to, recorded_by_id=by.mandate,
        recorded_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            absence.save(force_insert=True)
    except IntegrityError:
        raise PartiesError(_("This person was marked absent a moment ago: look at the list.")) from None
    _log(absence, act="absent", basis=reason, by=by, at=at)
    return absence


@transaction.atomic
def return_from_absence(*, absence: Absence, on: date, basis: str, by: ActorRef, at: datetime) -> Absence:
    """End an absence on the day of return; a return before its first day withdraws it, and it covers no day."""
    reason = refusals.basis(basis)
    fresh = Absence.objects.select_for_update(of=("self",)).select_related("institution").get(pk=absence.pk)
    if fresh.valid_to is not None and on >= fresh.valid_to:
        raise PartiesError(
            _("The absence ends on %(day)s already: to prolong it, mark a new one.")
            % {"day": fresh.valid_to.isoformat()}
        )
    fresh.valid_to = max(on, fresh.valid_from)
    fresh.save(update_fields=["valid_to"])
    _log(fresh, act="returned", basis=reason, by=by, at=at)
    return fresh


def _log(absence: Absence, *, act: str, basis: str, by: ActorRef, at: datetime) -> None:
    append(
        stream=Stream(kind="absence", id=absence.id), act=act, at=at, actor=by, basis=basis,
        payload={
            "institution": absence.institution.slug,
            "person": str(absence.person_id),
            "valid_from": absence.valid_from.isoformat(),
            "valid_to": absence.valid_to.isoformat() if absence.valid_to else None,
        },
    )  # fmt: skip
