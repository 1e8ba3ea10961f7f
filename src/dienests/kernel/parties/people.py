"""Registering persons, correcting names, giving personal codes; and whom a list of colleagues offers."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from dienests.kernel.log.streams import ActorRef, Stream, append
from dienests.kernel.parties import personal_code as codes
from dienests.kernel.parties import refusals
from dienests.kernel.parties.alphabet import fold
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.person import Person
from dienests.kernel.parties.refusals import PartiesError


@sensitive_variables("personal_code")
@transaction.atomic
def register_person(
    *, given_name: str, family_name: str, basis: str, by: ActorRef, at: datetime, personal_code: str = ""
) -> Person:
    """Register a natural person; the event says that there is a code, never which."""
    person = Person(given_name=_name(given_name), family_name=_name(family_name))
    if personal_code:
        _protect(person, personal_code)
    _keep(person, act="registered", basis=basis, by=by, at=at)
    return person


@sensitive_variables("personal_code")
@transaction.atomic
def give_personal_code(*, person: Person, personal_code: str, basis: str, by: ActorRef, at: datetime) -> Person:
    """Give a registered person a personal code, or correct it."""
    fresh = Person.objects.select_for_update().get(pk=person.pk)
    _protect(fresh, personal_code)
    _keep(fresh, act="code-given", basis=basis, by=by, at=at)
    return fresh


@transaction.atomic
def rename(*, person: Person, given_name: str, family_name: str, basis: str, by: ActorRef, at: datetime) -> Person:
    """Give a person another name, as after a marriage; the events of old keep the old one."""
    fresh = Person.objects.select_for_update().get(pk=person.pk)
    fresh.given_name, fresh.family_name = _name(given_name), _name(family_name)
    _keep(fresh, act="renamed", basis=basis, by=by, at=at)
    return fresh


@transaction.atomic
def note_life(
    *, person: Person, basis: str, by: ActorRef, at: datetime, born_on: date | None = None, died_on: date | None = None
) -> Person:
    """Note a day of birth or of death; what is not given stays as it was."""
    fresh = Person.objects.select_for_update().get(pk=person.pk)
    fresh.born_on, fresh.died_on = born_on or fresh.born_on, died_on or fresh.died_on
    if fresh.born_on and fresh.died_on and fresh.died_on < fresh.born_on:
        raise PartiesError(_("The day of death comes before the day of birth: correct one of them."))
    _keep(fresh, act="life-noted", basis=basis, by=by, at=at)
    return fresh


def colleagues(institution: int, on: date, words: str = "") -> QuerySet[Person]:
    """Return who holds an office of the institution on the day, in Latvian order, each word found in the name."""
    holders = Mandate.objects.in_force(on).filter(office__institution=institution).values("person")
    people = Person.objects.filter(pk__in=holders)
    for word in fold(words).split():
        people = people.filter(folded__contains=word)
    return people.order_by("sort_key", "id")


def _name(value: str) -> str:
    return refusals.text(value, _("The name is missing: give the given name and the family name."))


def _protect(person: Person, personal_code: str) -> None:
    protected = codes.protect(personal_code, person=person.id)
    person.code_search, person.code_cipher = protected.search, protected.cipher


def _keep(person: Person, *, act: str, basis: str, by: ActorRef, at: datetime) -> None:
    reason = refusals.basis(basis)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        # PostgreSQL's own message prints the row: it must not travel on as the cause.
        raise PartiesError(_("A person with this personal code is registered already: look the person up.")) from None
    append(
        stream=Stream(kind="person", id=person.id), act=act, at=at, actor=by, basis=reason,
        payload={
            "given_name": person.given_name, "family_name": person.family_name,
            "has_code": person.code_search is not None,
            **{name: str(day) for name in ("born_on", "died_on") if (day := getattr(person, name))},
        },
    )  # fmt: skip
