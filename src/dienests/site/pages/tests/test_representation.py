"""The pages of representation: recorded by the administrator on proof, read and used by both sides."""

from datetime import date

import pytest
from django.urls import reverse

from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.kinds import Kind
from dienests.kernel.parties.people import give_personal_code, note_life
from dienests.kernel.parties.proof import Proof
from dienests.kernel.parties.representation import Consent, Objection, Representation
from dienests.kernel.parties.representing import record_representation
from dienests.kernel.parties.tests.given import AT, HOW, NEW_CODE, OLD_CODE
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, main_of

pytestmark = pytest.mark.django_db
PROXY = Proof("pilnvara", notary="zvērināta notāre", dated=date(2026, 1, 5), number="17")
RIGHT = {
    "kind": "notarised-proxy", "subject": OLD_CODE, "who": NEW_CODE, "scope": "", "document": "pilnvara",
    "notary": "zvērināta notāre", "dated": "2026-01-05", "number": "17", "valid_from": "2026-01-06", "basis": "17",
}  # fmt: skip


def recorded(
    house: House, *, kind: Kind = Kind.PROXY, joint: bool = False, who: str = people.COLLEAGUE
) -> Representation:
    """Record that somebody may act for the opener."""
    subject = note_life(person=house.person(people.OPENER), born_on=date(1990, 1, 1), **HOW)
    place = Representation._meta.get_field("institution").remote_field.model.objects.order_by("pk").first()
    return record_representation(
        institution=place, kind=kind, subject=subject, representative=house.person(people.COLLEAGUE), proof=PROXY,
        joint=joint, valid_from=date(2026, 1, 6), basis="17", by=SYSTEM, at=AT,
    )  # fmt: skip


def _coded(house: House) -> None:
    for name, code in ((people.OPENER, OLD_CODE), (people.COLLEAGUE, NEW_CODE)):
        give_personal_code(person=house.person(name), personal_code=code, **HOW)
    note_life(person=house.person(people.OPENER), born_on=date(1990, 1, 1), **HOW)


def test_the_administrator_records_a_proxy_by_both_codes(house: House) -> None:
    _coded(house)
    answer = house.client(people.ADMINISTRATOR).post(reverse("record-representation"), RIGHT)
    assert answer.status_code == 302, answer.content.decode()
    made = Representation.objects.get()
    assert (made.person, made.representative) == (house.person(people.OPENER), house.person(people.COLLEAGUE))
    page = main_of(house.client(people.ADMINISTRATOR).get(reverse("representations")))
    assert people.OPENER in page
    assert ReadEvent.objects.filter(page="representations", person=made.person_id).exists()
    assert OLD_CODE not in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"subject": "161175-19990"}, "personas kods"),
        ({"who": "nav"}, "personas kods"),
        ({"notary": ""}, "notāru"),
        ({"kind": "parent"}, "pilngadīga"),
        ({"kind": "legal-representative"}, "neder"),
        ({"kind": "office", "who": "nav-tada"}, "amata"),
        ({"valid_to": "2026-01-06"}, "vismaz dienu"),
    ],
)
def test_what_does_not_fit_is_told_in_one_sentence(house: House, wrong: dict[str, str], sentence: str) -> None:
    _coded(house)
    answer = house.client(people.ADMINISTRATOR).post(reverse("record-representation"), RIGHT | wrong)
    assert answer.status_code == 422
    assert sentence in main_of(answer)
    assert not Representation.objects.exists()


def test_both_sides_see_the_right_and_the_look_is_recorded(house: House) -> None:
    recorded(house)
    mine = main_of(house.client(people.COLLEAGUE).get(reverse("representation")))
    assert people.OPENER in mine
    over_me = main_of(house.client(people.OPENER).get(reverse("representation")))
    assert people.COLLEAGUE in over_me
    assert ReadEvent.objects.filter(page="representation").count() == 2
    assert (
        "lai redzētu, kas kuru drīkst pārstāvēt" in main_of(house.client(people.OPENER).get(reverse("reads"))).lower()
    )


def test_who_gave_a_proxy_revokes_it_and_nobody_else(house: House) -> None:
    made = recorded(house)
    asked = {"do": "revoke", "right": str(made.pk)}
    assert house.client(people.COLLEAGUE).post(reverse("representation"), asked).status_code == 409
    assert house.client(people.MEMBER).post(reverse("representation"), asked).status_code == 409
    assert house.client(people.OPENER).post(reverse("representation"), asked).status_code == 302
    made.refresh_from_db()
    assert made.valid_to is not None
    assert people.OPENER not in main_of(house.client(people.COLLEAGUE).get(reverse("representation")))


def test_a_trustee_is_not_revoked_by_the_ward(house: House) -> None:
    made = recorded(house, kind=Kind.TRUSTEE)
    asked = {"do": "revoke", "right": str(made.pk)}
    assert house.client(people.OPENER).post(reverse("representation"), asked).status_code == 409


def test_an_objection_is_raised_here_and_settled_by_the_institution(house: House) -> None:
    made = recorded(house, kind=Kind.TRUSTEE)
    asked = {"do": "object", "right": str(made.pk), "words": "Nepiekrītu pārdošanai."}
    assert house.client(people.COLLEAGUE).post(reverse("representation"), asked).status_code == 302
    assert house.client(people.COLLEAGUE).post(reverse("representation"), asked).status_code == 409
    settle = reverse("settle-objection", kwargs={"pk": made.pk})
    assert "Nepiekrītu" in main_of(house.client(people.ADMINISTRATOR).get(settle))
    done = house.client(people.ADMINISTRATOR).post(settle, {"outcome": "Vienojās.", "basis": "protokols 2"})
    assert done.status_code == 302
    assert Objection.objects.get().settled_on is not None


def test_a_shared_right_is_consented_to_and_the_consent_withdrawn(house: House) -> None:
    made = recorded(house, kind=Kind.TRUSTEE, joint=True)
    client, asked = house.client(people.COLLEAGUE), {"right": str(made.pk), "words": "ethics-report"}
    assert client.post(reverse("representation"), {"do": "consent", **asked}).status_code == 302
    assert Consent.objects.get().valid_to is None
    assert client.post(reverse("representation"), {"do": "withdraw", **asked}).status_code == 302
    assert Consent.objects.get().valid_to is not None


def test_the_administrator_ends_a_right(house: House) -> None:
    made = recorded(house)
    end = reverse("end-representation", kwargs={"pk": made.pk})
    answer = house.client(people.ADMINISTRATOR).post(end, {"valid_to": "2026-12-31", "basis": "atsaukums"})
    assert answer.status_code == 302
    made.refresh_from_db()
    assert made.valid_to == date(2026, 12, 31)


def test_a_right_of_another_institution_is_not_found(house: House) -> None:
    made = recorded(house)
    other = type(made.institution).objects.order_by("pk").last()
    Representation.objects.filter(pk=made.pk).update(institution=other)
    for name in ("end-representation", "settle-objection"):
        assert house.client(people.ADMINISTRATOR).get(reverse(name, kwargs={"pk": made.pk})).status_code == 404
