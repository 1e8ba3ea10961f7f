"""Recording who may act for whom: what fits, what proves it, when it ends, and what the database itself refuses."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from dienests.kernel.log.streams import SYSTEM, Stream, history
from dienests.kernel.parties.joint_rights import consent, object_to_others, settle_objection, withdraw_consent
from dienests.kernel.parties.kinds import Kind
from dienests.kernel.parties.models import Institution, Office, Organisation, Person, Representation
from dienests.kernel.parties.people import note_life
from dienests.kernel.parties.proof import Proof
from dienests.kernel.parties.refusals import PartiesError
from dienests.kernel.parties.relations import facts, represented
from dienests.kernel.parties.representing import end_representation, record_representation
from dienests.kernel.parties.standing import Standing
from dienests.kernel.parties.tests.given import AT, HOW, TODAY, a_mandate, a_person, an_institution, an_office

pytestmark = pytest.mark.django_db
LONG_AGO, LATER = date(2020, 1, 1), date(2027, 1, 1)
PAPER = Proof("dzimšanas apliecība Nr. 1")
PROXY = Proof("pilnvara", notary="zvērināta notāre Zīle", dated=LONG_AGO, number="1234")


def _child(born: date = date(2010, 5, 20)) -> Person:
    return note_life(person=a_person("Bērziņš", "Jānis"), born_on=born, **HOW)


def _recorded(
    subject: Person | Organisation, by: Person | Office, kind: Kind, *, institution: Institution | None = None,
    **more: Any,
) -> Representation:  # fmt: skip
    given: dict[str, Any] = {"proof": PAPER, "valid_from": LONG_AGO} | more
    place = institution or Institution.objects.first() or an_institution()
    return record_representation(
        institution=place, kind=kind, subject=subject, representative=by, basis="rīkojums 1", by=SYSTEM, at=AT, **given
    )


def _facts(subject: Person, who: Person, on: date = TODAY) -> Any:
    place = Institution.objects.first()
    assert place is not None
    return facts(who=who.pk, on=on, institution=place.pk, matter="x", person=subject.pk)


def test_R3_a_parent_stops_acting_on_the_day_of_majority() -> None:
    child, mother = _child(date(2008, 11, 3)), a_person()
    made = _recorded(child, mother, Kind.PARENT)
    assert made.valid_to == date(2026, 11, 3)
    assert _facts(child, mother, date(2026, 11, 2)).relations
    known = _facts(child, mother, date(2026, 11, 3))
    assert (known.standing, known.relations) == (Standing.ADULT, ())


def test_R3_without_a_day_of_birth_no_parent_is_recorded() -> None:
    with pytest.raises(PartiesError, match=r"dzimšanas|day of birth"):
        _recorded(a_person(), a_person("Cita"), Kind.PARENT)


def test_R2_a_proxy_names_notary_date_and_number() -> None:
    adult, friend = _child(date(1980, 1, 1)), a_person()
    with pytest.raises(PartiesError):
        _recorded(adult, friend, Kind.PROXY, proof=Proof("pilnvara", notary="notāre"))
    assert _recorded(adult, friend, Kind.PROXY, proof=PROXY).proof_number == "1234"


def test_R2_an_expired_and_a_revoked_proxy_are_none() -> None:
    adult, friend = _child(date(1980, 1, 1)), a_person()
    made = _recorded(adult, friend, Kind.PROXY, proof=PROXY, valid_to=LATER)
    assert _facts(adult, friend).relations
    assert not _facts(adult, friend, LATER).relations
    end_representation(representation=made, valid_to=TODAY, basis="atsaukums", by=SYSTEM, at=AT)
    assert not _facts(adult, friend).relations
    assert [each.act for each in history(Stream("representation", made.pk))] == [
        "representation-recorded", "representation-ended",
    ]  # fmt: skip


def test_R4_whoever_has_a_trustee_is_under_trusteeship() -> None:
    ward, trustee = _child(date(1980, 1, 1)), a_person()
    _recorded(ward, trustee, Kind.TRUSTEE)
    assert _facts(ward, trustee).standing is Standing.TRUSTEESHIP


def test_a_right_by_office_follows_the_office() -> None:
    child, place = _child(), an_institution()
    office = an_office(place, "orphans-court")
    first, second = a_person("Pirmā"), a_person("Otrā")
    mandate = a_mandate(office, first, LONG_AGO, TODAY)
    a_mandate(office, second, TODAY)
    _recorded(child, office, Kind.OFFICE, institution=place)
    assert mandate.valid_to == TODAY
    assert not _facts(child, first).relations
    assert [each.kind for each in _facts(child, second).relations] == [Kind.OFFICE]
    assert [each.person_id for each in represented(second.pk, TODAY)] == [child.pk]


def test_R3_an_objection_stops_both_parents_until_it_is_settled() -> None:
    child, mother, father = _child(), a_person("Māte"), a_person("Tēvs")
    own = _recorded(child, mother, Kind.PARENT)
    _recorded(child, father, Kind.PARENT)
    objection = object_to_others(representation=own, on=TODAY, reasons="nepiekrītu", by=SYSTEM, at=AT)
    assert all(each.contested for who in (mother, father) for each in _facts(child, who).relations)
    settle_objection(objection=objection, on=LATER, outcome="lēmums", basis="lēmums 5", by=SYSTEM, at=AT)
    assert not any(each.contested for each in _facts(child, father, LATER).relations)
    with pytest.raises(PartiesError):
        settle_objection(objection=objection, on=LATER, outcome="lēmums", basis="lēmums 5", by=SYSTEM, at=AT)


def test_a_joint_right_needs_the_consent_of_all() -> None:
    ward, one, two = _child(date(1980, 1, 1)), a_person("Viens"), a_person("Divi")
    _recorded(ward, one, Kind.TRUSTEE, joint=True)
    other = _recorded(ward, two, Kind.TRUSTEE, joint=True)
    assert not _facts(ward, one).relations[0].alone
    given = consent(representation=other, matter="x", on=TODAY, by=SYSTEM, at=AT)
    assert _facts(ward, one).relations[0].alone
    withdraw_consent(given=given, on=TODAY, by=SYSTEM, at=AT)
    assert not _facts(ward, one).relations[0].alone
    assert consent(representation=other, matter="x", on=TODAY, by=SYSTEM, at=AT).valid_from == TODAY


def test_a_right_for_one_matter_is_none_in_another() -> None:
    adult, friend = _child(date(1980, 1, 1)), a_person()
    _recorded(adult, friend, Kind.PROXY, proof=PROXY, scope="y")
    assert not _facts(adult, friend).relations


def test_a_right_that_one_institution_recorded_binds_no_other() -> None:
    child, mother = _child(), a_person()
    place, other = an_institution(), an_institution()
    _recorded(child, mother, Kind.PARENT, institution=other)
    assert not facts(who=mother.pk, on=TODAY, institution=place.pk, matter="x", person=child.pk).relations


@pytest.mark.parametrize("kind", [each for each in Kind if each is not Kind.LEGAL])
def test_a_legal_person_has_legal_representatives_only(kind: Kind) -> None:
    firm = Organisation.objects.create(registration_number="40003000000", name="Firma")
    with pytest.raises(PartiesError):
        _recorded(firm, a_person(), kind, proof=PROXY)
    assert _recorded(firm, a_person(), Kind.LEGAL).subject_name == "Firma"


def test_the_same_right_is_recorded_once() -> None:
    child, mother = _child(), a_person()
    _recorded(child, mother, Kind.PARENT)
    with pytest.raises(PartiesError, match=r"already|jau"):
        _recorded(child, mother, Kind.PARENT)


BROKEN: list[dict[str, Any]] = [
    {"person": None},
    {"representative": None},
    {"kind": "uncle"},
    {"kind": Kind.LEGAL},
    {"kind": Kind.OFFICE},
    {"kind": Kind.PROXY},
    {"proof": ""},
    {"valid_to": LONG_AGO},
]


@pytest.mark.parametrize("wrong", BROKEN, ids=str)
def test_the_database_itself_refuses_a_row_that_makes_no_sense(wrong: dict[str, Any]) -> None:
    child, mother, place = _child(), a_person(), an_institution()
    right = {
        "institution": place, "kind": Kind.PARENT, "person": child, "representative": mother, "proof": "x",
        "valid_from": LONG_AGO,
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Representation.objects.create(**right | wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Representation.objects.create(**right | {"representative": child})
    Representation.objects.create(**right)


def test_nobody_dies_before_birth() -> None:
    with pytest.raises(PartiesError):
        note_life(person=_child(), died_on=date(1999, 1, 1), **HOW)
