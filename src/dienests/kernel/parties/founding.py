"""Founding: institutions, their units and their offices."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dienests.kernel.log.streams import ActorRef, Stream, append
from dienests.kernel.parties import refusals
from dienests.kernel.parties import registration_number as numbers
from dienests.kernel.parties.institution import Institution, Unit
from dienests.kernel.parties.office import Office
from dienests.kernel.parties.refusals import PartiesError


def stream_of(institution: Institution) -> Stream:
    """Return the stream that tells the founding of the institution, its units and its offices."""
    return Stream(kind="institution", id=institution.stream)


@transaction.atomic
def found_institution(
    *, slug: str, name_lv: str, name_en: str, is_demonstration: bool, founded_on: date, basis: str, by: ActorRef,
    at: datetime, registration_number: str = "",
) -> Institution:  # fmt: skip
    """Found an institution; a demonstration and a real institution never stand in one database."""
    institution = Institution(
        slug=refusals.slug(slug),
        name_lv=_named(name_lv),
        name_en=_named(name_en),
        registration_number=_number(registration_number),
        is_demonstration=is_demonstration,
        founded_on=founded_on,
    )
    reason = refusals.basis(basis)
    if Institution.objects.filter(is_demonstration=not is_demonstration).exists():
        raise PartiesError(
            _("A demonstration and a real institution cannot stand in one database: name another DATABASE_URL.")
        )
    _insert(institution, _("An institution with this short name or registration number exists already."))
    payload = {"slug": institution.slug, "name": institution.name_lv, "demonstration": is_demonstration}
    append(
        stream=stream_of(institution), act="founded", at=at, actor=by, basis=reason,
        payload={**payload, "number": institution.registration_number, "founded_on": founded_on.isoformat()},
    )  # fmt: skip
    return institution


@transaction.atomic
def add_unit(
    *, institution: Institution, slug: str, name_lv: str, name_en: str, basis: str, by: ActorRef, at: datetime,
    parent: Unit | None = None,
) -> Unit:  # fmt: skip
    """Add a unit under another one, or at the top of the institution."""
    unit = Unit(
        institution=institution, slug=refusals.slug(slug), name_lv=_named(name_lv), name_en=_named(name_en),
        parent=_own(parent, institution),
    )  # fmt: skip
    reason = refusals.basis(basis)
    _insert(unit, _("The institution has a unit with this short name already."))
    append(
        stream=stream_of(institution), act="unit-added", at=at, actor=by, basis=reason,
        payload={"unit": unit.slug, "name": unit.name_lv, "parent": parent.slug if parent else None},
    )  # fmt: skip
    return unit


@transaction.atomic
def establish_office(
    *, institution: Institution, slug: str, title_lv: str, title_en: str, basis: str, by: ActorRef, at: datetime,
    unit: Unit | None = None, leads: bool = False,
) -> Office:  # fmt: skip
    """Establish an office of the whole institution, or of one unit; `leads` makes its holder the direct manager."""
    office = Office(
        institution=institution, unit=_own(unit, institution), slug=refusals.slug(slug), title_lv=_named(title_lv),
        title_en=_named(title_en), leads=leads,
    )  # fmt: skip
    reason = refusals.basis(basis)
    _insert(office, _("This office exists already, or another office leads here: one office leads a unit."))
    append(
        stream=stream_of(institution), act="office-established", at=at, actor=by, basis=reason,
        payload={"office": office.slug, "title": office.title_lv, "unit": unit.slug if unit else None, "leads": leads},
    )  # fmt: skip
    return office


def _named(value: str) -> str:
    return refusals.text(value, _("The name is missing: give it in Latvian and in English."))


def _number(value: str) -> str:
    # Numbers of invented institutions stay empty: a made-up one may belong to somebody.
    return numbers.verify(value) if value.strip() else ""


def _own(unit: Unit | None, institution: Institution) -> Unit | None:
    if unit is not None and unit.institution_id != institution.id:
        raise PartiesError(_("The unit belongs to another institution: choose one of this institution."))
    return unit


def _insert(row: Institution | Unit | Office, taken: str) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        # PostgreSQL's own message prints the row: it must not travel on as the cause.
        raise PartiesError(taken) from None
