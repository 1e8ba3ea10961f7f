"""The act of founding: one institution that is no demonstration, its offices, its first administrator."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from dienests.kernel.access.administrator import ADMINISTRATOR
from dienests.kernel.access.auditor import AUDITOR
from dienests.kernel.access.invitations import invite
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.duties.declaration import declared
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.alphabet import fold
from dienests.kernel.parties.appointments import appoint
from dienests.kernel.parties.founding import add_unit, establish_office, found_institution
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.office import Office
from dienests.kernel.parties.people import register_person
from dienests.kernel.parties.person import Person
from dienests.kernel.parties.refusals import PartiesError
from dienests.kernel.procedures.offices import NeededOffice, needed

HEAD, EMPLOYEE, BUREAU = "head", "employee", "bureau"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a founding is told; units are (slug, name) at the top of the institution."""

    slug: str
    name_lv: str
    name_en: str
    registration_number: str
    given_name: str
    family_name: str
    login: str
    basis: str
    units: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Founded:
    """What a founding made; the token opens the first person's account, once."""

    institution: Institution
    person: Person
    offices: tuple[Office, ...]
    token: str = field(repr=False)


def refusal() -> str | None:
    """Return why no institution can be founded in this database, or None."""
    found = Institution.objects.order_by("pk").first()
    if found is None:
        return None
    if found.is_demonstration:
        return _(
            "This database holds a demonstration, which never stands beside a real institution: name another database "
            "by DATABASE_URL (or another folder by DATA_DIR) and found there."
        )
    return _("This database holds %(name)s already: an institution is founded once. Serve it with ./dienests up.") % {
        "name": found.name_lv
    }


def offices() -> tuple[NeededOffice, ...]:
    """Return the offices to establish: those of every institution, those of the procedures, and those of the duties."""
    titles = {}
    for language in ("lv", "en"):
        with override(language):
            titles[language] = {
                ADMINISTRATOR: _("administrator of the system"),
                AUDITOR: _("auditor of looks at personal data"),
                EMPLOYEE: _("employee"),
                HEAD: _("head of the institution"),
                BUREAU: _("head of the Bureau"),
            }
    owing = {office for duty in declared() for office in (duty.office, duty.stand_in) if office}
    known = {ADMINISTRATOR, AUDITOR, EMPLOYEE, HEAD} | owing
    # A duty names its office without a title; one that nobody else titles is called by its short name.
    slugs = (*titles["lv"], *sorted(owing))
    always = [NeededOffice(slug, titles["lv"].get(slug, slug), titles["en"].get(slug, slug), ()) for slug in slugs]
    named = {each.slug: each for each in always if each.slug in known} | {each.slug: each for each in needed()}
    return tuple(named.values())


@transaction.atomic
def found(plan: Plan, *, at: datetime) -> Founded:
    """Found the institution, establish its offices, appoint and invite the first person; all or nothing."""
    refused = refusal()
    if refused:
        raise PartiesError(refused)
    on, by = local_date(at), SYSTEM
    institution = found_institution(
        slug=plan.slug, name_lv=plan.name_lv, name_en=plan.name_en, is_demonstration=False, founded_on=on,
        registration_number=plan.registration_number, basis=plan.basis, by=by, at=at,
    )  # fmt: skip
    for slug, name in plan.units:
        add_unit(institution=institution, slug=slug, name_lv=name, name_en=name, basis=plan.basis, by=by, at=at)
    made = {
        each.slug: establish_office(
            institution=institution, slug=each.slug, title_lv=each.title_lv, title_en=each.title_en,
            leads=each.slug == HEAD, basis=plan.basis, by=by, at=at,
        )
        for each in offices()
    }  # fmt: skip
    person = register_person(given_name=plan.given_name, family_name=plan.family_name, basis=plan.basis, by=by, at=at)
    for slug in (EMPLOYEE, ADMINISTRATOR):
        appoint(office=made[slug], person=person, valid_from=on, order_number=plan.basis, by=by, at=at)
    _invitation, token = invite(
        institution=institution, person=person, login=plan.login, basis=plan.basis, by=by, at=at
    )
    return Founded(institution, person, tuple(made.values()), token)


def suggested_login(given_name: str, family_name: str) -> str:
    """Return a login made of a name: given.family without marks.

    >>> suggested_login("Žanete", "Āboliņa-Ķīse")
    'zanete.abolina-kise'
    """
    return f"{fold(given_name).replace(' ', '-')}.{fold(family_name).replace(' ', '-')}"


def suggested_slug(name: str) -> str:
    """Return a short name made of a name.

    >>> suggested_slug("Ezera dienests")
    'ezera-dienests'
    """
    return fold(name).replace(" ", "-")[:60].strip("-")
