"""Appointing to an office, and ending a mandate."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dienests.kernel.log.streams import ActorRef, Stream, append
from dienests.kernel.parties import refusals
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.office import Office
from dienests.kernel.parties.period import overlaps
from dienests.kernel.parties.person import Person
from dienests.kernel.parties.refusals import PartiesError


@transaction.atomic
def appoint(
    *, office: Office, person: Person, valid_from: date, order_number: str, by: ActorRef, at: datetime,
    valid_to: date | None = None, basis: str = "",
) -> Mandate:  # fmt: skip
    """Appoint a person to an office; the order is the basis, unless a paragraph is named as well."""
    order = refusals.text(order_number, _("The order is missing: give the number of the order of appointment."))
    if valid_to is not None and valid_to <= valid_from:
        raise PartiesError(_("The mandate must last at least one day: give an end after its beginning."))
    # Two appointments of one person wait here for each other, so that the second sees the first.
    Person.objects.select_for_update().only("pk").get(pk=person.pk)
    held = Mandate.objects.filter(overlaps(valid_from, valid_to), office=office, person=person).first()
    if held is not None:
        raise PartiesError(
            _("%(person)s holds this office already from %(day)s: end that mandate first.")
            % {"person": person.name, "day": held.valid_from.isoformat()}
        )
    mandate = Mandate(office=office, person=person, valid_from=valid_from, valid_to=valid_to, order_number=order)
    try:
        with transaction.atomic():
            mandate.save(force_insert=True)
    except IntegrityError:
        raise PartiesError(_("This person was appointed to this office a moment ago: look at the list.")) from None
    append(
        stream=Stream(kind="mandate", id=mandate.id), act="appointed", at=at, actor=by, basis=basis.strip() or order,
        payload={**_subject(mandate), "valid_from": valid_from.isoformat(), "valid_to": _text(valid_to)},
    )  # fmt: skip
    return mandate


@transaction.atomic
def end_mandate(*, mandate: Mandate, valid_to: date, basis: str, by: ActorRef, at: datetime) -> Mandate:
    """End a mandate: `valid_to` is the first day without the office; an end that is set can only come earlier."""
    reason = refusals.basis(basis)
    fresh = Mandate.objects.select_for_update(of=("self",)).select_related("office__institution").get(pk=mandate.pk)
    if valid_to <= fresh.valid_from:
        raise PartiesError(
            _("The mandate began on %(day)s and must last at least one day: give a later end.")
            % {"day": fresh.valid_from.isoformat()}
        )
    if fresh.valid_to is not None and valid_to >= fresh.valid_to:
        raise PartiesError(
            _("The mandate already ends on %(day)s: to prolong it, appoint anew.") % {"day": fresh.valid_to.isoformat()}
        )
    before, fresh.valid_to = fresh.valid_to, valid_to
    fresh.save(update_fields=["valid_to"])
    append(
        stream=Stream(kind="mandate", id=fresh.id), act="mandate-ended", at=at, actor=by, basis=reason,
        payload={**_subject(fresh), "valid_to": valid_to.isoformat(), "before": _text(before)},
    )  # fmt: skip
    return fresh


def _subject(mandate: Mandate) -> dict[str, str | None]:
    office = mandate.office
    return {
        "institution": office.institution.slug,
        "unit": office.unit.slug if office.unit else None,
        "office": office.slug,
        "person": str(mandate.person_id),
        "order_number": mandate.order_number,
    }


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
