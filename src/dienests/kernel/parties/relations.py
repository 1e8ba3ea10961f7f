"""Relations: everything that a decision on acting for another looks at, fetched for one day in few queries."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from dienests.kernel.parties.facts import Facts, Relation
from dienests.kernel.parties.kinds import MEANINGS, Kind
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.period import covers
from dienests.kernel.parties.person import Person
from dienests.kernel.parties.representation import Consent, Objection, Representation, RepresentationQuerySet
from dienests.kernel.parties.standing import Life, Standing, standing


def facts(
    *, who: UUID, on: date, institution: int, matter: str, person: UUID | None = None, organisation: UUID | None = None
) -> Facts:
    """Return the facts of a subject (a person or an organisation) and of who acts; at most six queries.

    `matter` is the slug of the procedure in which the act is done. Raises LookupError for an unknown person.
    """
    shared = list(_of_subject(person, organisation, institution, on))
    same = person == who
    if organisation is not None:
        kind = Standing.LEGAL
    else:
        subject = Person.objects.filter(pk=person or UUID(int=0)).values_list("born_on", "died_on").first()
        if subject is None:
            raise LookupError("there is no such person")
        trustees = any(each.kind == Kind.TRUSTEE for each in shared)
        kind = standing(Life(*subject), on, under_trustee=trustees)
    fitting = [each for each in shared if each.scope in ("", matter) and kind in MEANINGS[Kind(each.kind)].serves]
    return Facts(kind, same, () if same else _relations(who, fitting, matter, on))


def represented(who: UUID, on: date) -> RepresentationQuerySet:
    """Return the rights that a person has on the day, by name or by office, with whom they are for."""
    by_office = Mandate.objects.in_force(on).filter(person=who).values("office")
    found = Representation.objects.in_force(on).filter(Q(representative=who) | Q(office__in=by_office))
    return found.select_related("person", "organisation", "institution")


def _of_subject(
    person: UUID | None, organisation: UUID | None, institution: int, on: date
) -> QuerySet[Representation, Representation]:
    found = Representation.objects.in_force(on).filter(institution=institution)
    return found.filter(person=person) if organisation is None else found.filter(organisation=organisation)


def _relations(who: UUID, fitting: list[Representation], matter: str, on: date) -> tuple[Relation, ...]:
    offices = {each.office_id for each in fitting if each.office_id is not None}
    held = Mandate.objects.in_force(on).filter(person=who, office__in=offices) if offices else Mandate.objects.none()
    serving = set(held.values_list("office", flat=True))
    own = [each for each in fitting if each.representative_id == who or each.office_id in serving]
    if not own:
        return ()
    keys = [each.pk for each in fitting]
    contested = set(_contested(keys, on))
    consented = set(_consents(keys, matter, on))
    return tuple(
        Relation(each.pk, Kind(each.kind), _alone(each, fitting, consented), _against(each, fitting, contested))
        for each in own
    )


def _contested(keys: Iterable[UUID], on: date) -> QuerySet[Objection, UUID]:
    still = Q(settled_on__isnull=True) | Q(settled_on__gt=on)
    return Objection.objects.filter(still, representation__in=keys, raised_on__lte=on).values_list(
        "representation", flat=True
    )


def _consents(keys: Iterable[UUID], matter: str, on: date) -> QuerySet[Consent, UUID]:
    given = Consent.objects.filter(covers(on), representation__in=keys, matter=matter)
    return given.values_list("representation", flat=True)


def _alone(own: Representation, shared: list[Representation], consented: set[UUID]) -> bool:
    """Say whether nobody who shares a joint right is left to consent."""
    others = [each for each in shared if each.kind == own.kind and each.joint and each.pk != own.pk]
    return not own.joint or all(each.pk in consented for each in others)


def _against(own: Representation, shared: list[Representation], contested: set[UUID]) -> bool:
    """Say whether somebody with a right of the same standing objects, whoever of them it is."""
    rivals = [each for each in shared if MEANINGS[Kind(each.kind)].serves == MEANINGS[Kind(own.kind)].serves]
    return any(each.pk in contested for each in rivals)
