"""Acting for another through the engine: asked by one, collected by another, and both can read who did what."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from dienests.kernel.cases.acted_for import ActedFor
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.offered import sides
from dienests.kernel.cases.reading import readable
from dienests.kernel.cases.tests.house.certificates import Certificates
from dienests.kernel.cases.tests.house.people import AT, HOW, House, a_house, declared, later
from dienests.kernel.cases.verbs import perform, start
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.kinds import Kind
from dienests.kernel.parties.organisation import Organisation
from dienests.kernel.parties.people import note_life
from dienests.kernel.parties.proof import Proof
from dienests.kernel.parties.representing import end_representation, record_representation
from dienests.kernel.procedures.refusals import Refusal

pytestmark = pytest.mark.django_db
ADULT, CHILD = date(1980, 1, 1), AT.date() - timedelta(days=17 * 365)
PROXY = Proof("pilnvara", notary="notāre Zīle", dated=ADULT, number="7")


@pytest.fixture
def offices(db: None) -> Iterator[House]:
    """The guest house with the procedure of certificates."""
    with declared(Certificates):
        yield a_house()


def _right(house: House, kind: Kind, who: str, whom: Any, **more: Any) -> Any:
    return record_representation(
        institution=house.institution, kind=kind, subject=whom, representative=house.people[who], proof=PROXY,
        valid_from=ADULT, basis="rīkojums 1", by=SYSTEM, at=AT, **more,
    )  # fmt: skip


def _ask(house: House, who: str, action: str = "ask", **fields: Any) -> Case:
    return start(procedure=Certificates, action=action, actor=house.actor(who), at=AT, fields=fields)


def _handed(house: House, case: Case, to: str, after: float = 2) -> Case:
    if case.stage == "asked":
        case = perform(case=case, action="prepare", actor=house.actor("karl"), at=later(1), fields={"result": "tukšs"})
    at = later(after)
    fields = {"collected_by": house.people[to].pk}
    return perform(case=case, action="hand", actor=house.actor("karl", at), at=at, fields=fields)


def _born(house: House, who: str, on: date) -> Any:
    house.people[who] = note_life(person=house.people[who], born_on=on, **HOW)
    return house.people[who]


def test_R1_R2_anybody_asks_and_only_the_proxy_collects(offices: House) -> None:
    subject = _born(offices, "berta", ADULT)
    case = _ask(offices, "anna", subject=subject.pk)
    with pytest.raises(Refusal, match="notarised proxy") as no:
        _handed(offices, case, "anna")
    assert no.value.kind == "entitlement"
    assert "representation.2" in str(no.value.basis)
    proxy = _right(offices, Kind.PROXY, "cilda", subject)
    assert _handed(offices, Case.objects.get(pk=case.pk), "cilda").stage == "given"
    row = ActedFor.objects.get(act="hand")
    assert (row.actor_id, row.person_id, row.representation_id) == (offices.people["cilda"].pk, subject.pk, proxy.pk)


def test_R1_who_asks_for_another_never_learns_the_result(offices: House) -> None:
    subject = _born(offices, "berta", ADULT)
    case = _handed(offices, _ask(offices, "anna", subject=subject.pk), "berta")
    record = Certificates.record.objects.get(pk=case.pk)
    read = {who: readable(offices.actor(who), Certificates, case, record, AT) for who in ("anna", "berta")}
    assert "result" not in read["anna"]
    assert "result" in read["berta"]


def test_acting_for_another_is_visible_to_both(offices: House) -> None:
    subject = _born(offices, "berta", ADULT)
    case = _ask(offices, "anna", subject=subject.pk)
    event = Event.objects.get(stream=case.pk)
    assert event.payload is not None
    assert event.payload["acts_for"] == {"kind": "anyone", "person": str(subject.pk)}
    row = ActedFor.objects.get(event=event.pk)
    assert (row.actor_id, row.person_id) == (offices.people["anna"].pk, subject.pk)
    assert set(case.participants.values_list("person", flat=True)) == {offices.people["anna"].pk, subject.pk}


def test_who_acts_for_oneself_leaves_no_such_row(offices: House) -> None:
    _born(offices, "anna", ADULT)
    _handed(offices, _ask(offices, "anna"), "anna")
    assert not ActedFor.objects.exists()


def test_R3_a_child_who_comes_of_age_between_asking_and_collecting_collects_alone(offices: House) -> None:
    majority = AT + timedelta(days=30)
    child = _born(offices, "berta", majority.date().replace(year=majority.year - 18))
    _right(offices, Kind.PARENT, "anna", child)
    case = _ask(offices, "anna", subject=child.pk)
    with pytest.raises(Refusal):
        _handed(offices, case, "berta")  # still a child
    grown_up = 24 * 31
    with pytest.raises(Refusal, match="Only these"):
        _handed(offices, Case.objects.get(pk=case.pk), "anna", grown_up)
    assert _handed(offices, Case.objects.get(pk=case.pk), "berta", grown_up).stage == "given"


def test_R2_a_proxy_revoked_since_the_request_collects_nothing(offices: House) -> None:
    subject = _born(offices, "berta", ADULT)
    proxy = _right(offices, Kind.PROXY, "anna", subject)
    case = _ask(offices, "anna", subject=subject.pk)
    end_representation(representation=proxy, valid_to=AT.date(), basis="atsaukums", by=SYSTEM, at=AT)
    with pytest.raises(Refusal):
        _handed(offices, case, "anna")


def test_R4_a_trustee_asks_as_anybody_for_others_and_by_right_for_the_ward(offices: House) -> None:
    ward, adult = _born(offices, "berta", ADULT), _born(offices, "dace", ADULT)
    trustee = _right(offices, Kind.TRUSTEE, "anna", ward)
    _ask(offices, "anna", subject=ward.pk)
    _ask(offices, "anna", subject=adult.pk)
    rights = dict(ActedFor.objects.values_list("person", "representation"))
    assert rights == {ward.pk: trustee.pk, adult.pk: None}
    with pytest.raises(Refusal, match="trustee"):
        _ask(offices, "cilda", subject=ward.pk)
    with pytest.raises(Refusal, match="trustee"):
        _ask(offices, "berta")  # nor the ward alone


def test_a_firm_is_represented_by_its_legal_representative(offices: House) -> None:
    firm = Organisation.objects.create(registration_number="40003000000", name="Firma")
    with pytest.raises(Refusal, match="legal representative"):
        _ask(offices, "anna", company=firm.pk)
    _right(offices, Kind.LEGAL, "anna", firm)
    case = _ask(offices, "anna", company=firm.pk)
    assert ActedFor.objects.get(case=case).organisation_id == firm.pk


def test_A1_A2_the_archive_asks_for_the_papers(offices: House) -> None:
    _born(offices, "anna", ADULT)
    with pytest.raises(Refusal, match="passport") as no:
        _ask(offices, "anna", "search")
    assert set(no.value.fields) == {"passport"}
    _ask(offices, "anna", "search", passport="kopija")
    dead = note_life(person=offices.people["dace"], born_on=ADULT, died_on=date(2020, 5, 5), **HOW)
    with pytest.raises(Refusal, match="kinship"):
        _ask(offices, "anna", "search", subject=dead.pk, passport="kopija")
    _ask(offices, "anna", "search", subject=dead.pk, passport="kopija", kinship="apliecība")
    alive = _born(offices, "berta", ADULT)
    with pytest.raises(Refusal, match="the person"):
        _ask(offices, "anna", "search", subject=alive.pk, passport="kopija", kinship="apliecība")


def test_a_refused_act_leaves_nothing(offices: House) -> None:
    child = _born(offices, "berta", CHILD)
    with pytest.raises(Refusal):
        _ask(offices, "anna", subject=child.pk)
    assert not Case.objects.exists()
    assert not ActedFor.objects.exists()


def test_only_those_who_may_be_named_are_offered(offices: House) -> None:
    child = _born(offices, "berta", CHILD)
    _right(offices, Kind.PARENT, "anna", child)
    case = _ask(offices, "anna", subject=child.pk)
    record = Certificates.record.objects.get(pk=case.pk)
    common: dict[str, Any] = {"institution": offices.institution.pk, "on": AT.date(), "record": record}
    who = {name: person.pk for name, person in offices.people.items()}

    def offered(action: str, field: str, actor: str) -> set[Any] | None:
        made = Certificates.record._meta.get_field(field)
        found = sides(Certificates.actions[action], made, actor=who[actor], **common)
        return None if found is None else set(found.values_list("pk", flat=True))

    assert offered("ask", "subject", "anna") == {who["anna"], who["berta"]}
    assert offered("ask", "subject", "cilda") == {who["cilda"]}
    assert offered("ask", "company", "anna") == set()
    assert offered("hand", "collected_by", "karl") == {who["anna"], who["berta"]}
    assert offered("prepare", "subject", "karl") is None
