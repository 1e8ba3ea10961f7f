"""Setting, ending and reading the dated parameters of an institution; "not set" is a state, told as None."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.log.streams import ActorRef, Stream, append
from dienests.kernel.norms.declared import Declared, ParameterError, declared, every
from dienests.kernel.norms.parameter import Parameter
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.period import covers

__all__ = [
    "Parameter",
    "ParameterError",
    "Standing",
    "checked_basis",
    "set_parameter",
    "standing",
    "stream_of",
    "unset",
    "value_on",
]


@dataclass(frozen=True, slots=True)
class Standing:
    """A declared parameter and the value of one institution on a day; None where it is not set."""

    declared: Declared
    parameter: Parameter | None

    @property
    def words(self) -> str:
        """Return the value as people say it; "" where it is not set."""
        return self.declared.words(self.parameter.value) if self.parameter else ""


def stream_of(institution: Institution, slug: str) -> Stream:
    """Return the stream that tells the values of one parameter of one institution."""
    return Stream(kind="parameter", id=uuid5(institution.stream, f"parameter:{slug}"))


def value_on(institution_id: int, slug: str, on: date) -> str | None:
    """Return the value in force on a day, or None where it is not set."""
    found = Parameter.objects.filter(covers(on), institution_id=institution_id, slug=slug)
    return found.values_list("value", flat=True).first()


def standing(institution_id: int, on: date) -> tuple[Standing, ...]:
    """Return every declared parameter with its value on a day: one query."""
    rows = {each.slug: each for each in Parameter.objects.filter(covers(on), institution_id=institution_id)}
    return tuple(Standing(each, rows.get(each.slug)) for each in every())


@transaction.atomic
def set_parameter(
    *, institution: Institution, slug: str, value: str, basis: str, valid_from: date, by: ActorRef, at: datetime,
    approved_by: ActorRef | None = None, confirmed: bool = True,
) -> Parameter:  # fmt: skip
    """Set a value from a day on, until a day on which another one begins or none is to hold, if that is entered.

    A second entry for the same first day corrects the value; the event keeps what stood there. Officials come here
    through a proposal that another one approves (`proposing`); loading a new institution names both here itself.
    `confirmed` False says that the source of the value was not seen and checked.
    """
    value, basis = value.strip(), checked_basis(basis)
    _two_people(by, approved_by)
    asked = declared(slug)
    asked.check(value)
    asked.check_first_day(valid_from, on=local_date(at))
    rows = _locked(institution, slug)
    earlier = [row for row in rows if row.valid_from < valid_from]
    same = next((row for row in rows if row.valid_from == valid_from), None)
    later = next((row for row in rows if row.valid_from > valid_from), None)
    before = same or (earlier[-1] if earlier and _in_force(earlier[-1], valid_from) else None)
    payload: dict[str, Any] = {"slug": slug, "value": value, "basis": basis, "valid_from": valid_from}
    payload["before"] = before.value if before else None
    row = same or Parameter(institution=institution, slug=slug, valid_from=valid_from)
    if same is None:
        row.valid_to = before.valid_to if before else later.valid_from if later else None
        if before is not None:
            _end(before, valid_from)
    row.value, row.basis, row.entered_by, row.entered_at = value, basis, by.mandate, at
    row.approved_by, row.confirmed = approved_by.mandate if approved_by else None, confirmed
    row.save()
    payload |= {"valid_to": row.valid_to, "confirmed": confirmed, "approved_by": _named(approved_by)}
    act = "corrected" if same else "set"
    append(stream=stream_of(institution, slug), act=act, at=at, actor=by, payload=payload)
    return row


@transaction.atomic
def unset(
    *, institution: Institution, slug: str, basis: str, valid_to: date, by: ActorRef, at: datetime,
    approved_by: ActorRef | None = None,
) -> Parameter:  # fmt: skip
    """End the value that is in force, so that the parameter is not set from that day on."""
    basis = checked_basis(basis)
    _two_people(by, approved_by)
    found = [row for row in _locked(institution, slug) if _in_force(row, valid_to) and row.valid_from < valid_to]
    if not found:
        raise ParameterError(
            _("“%(slug)s” has no value before %(day)s that could end then: choose a later day.")
            % {"slug": slug, "day": valid_to.isoformat()}
        )
    row = found[0]
    _end(row, valid_to)
    payload = {"slug": slug, "value": row.value, "basis": basis, "valid_from": row.valid_from, "valid_to": valid_to}
    payload["approved_by"] = _named(approved_by)
    append(stream=stream_of(institution, slug), act="unset", at=at, actor=by, payload=payload)
    return row


def checked_basis(basis: str) -> str:
    """Return the basis of a value without spare space; raises ParameterError where there is none."""
    if not basis.strip():
        raise ParameterError(_("The basis is missing: name the document and the point that set this value."))
    return basis.strip()


def _two_people(by: ActorRef, approved_by: ActorRef | None) -> None:
    if approved_by is None:
        return
    named = [each for each in (by.mandate, approved_by.mandate) if each]
    people = Mandate.objects.filter(pk__in=named).values_list("person", flat=True)
    if by.mandate == approved_by.mandate or len(people) > len(set(people)):
        raise ParameterError(_("One and the same person cannot set and approve a value: name two people."))


def _named(approved_by: ActorRef | None) -> str | None:
    return str(approved_by.mandate) if approved_by else None


def _locked(institution: Institution, slug: str) -> list[Parameter]:
    """Return all values of a parameter by day; the institution is locked, for a first value has no row to lock."""
    Institution.objects.select_for_update().get(pk=institution.pk)
    return list(Parameter.objects.filter(institution=institution, slug=slug).order_by("valid_from"))


def _in_force(row: Parameter, on: date) -> bool:
    return row.valid_from <= on and (row.valid_to is None or row.valid_to > on)


def _end(row: Parameter, on: date) -> None:
    row.valid_to = on
    row.save(update_fields=["valid_to"])
