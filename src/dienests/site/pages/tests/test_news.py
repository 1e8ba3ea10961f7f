"""What is new in a case is told under "My cases" and in the case, until the case was opened."""

import pytest
from django.urls import reverse

from dienests.conduct.outside_complaints.facade import OUTSIDER
from dienests.kernel.access.account import Account
from dienests.kernel.access.actor import actor_for
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.rights import openings
from dienests.kernel.letters.models import Notice
from dienests.kernel.procedures.registry import newest
from dienests.site.pages.days import now
from dienests.site.pages.tests.house import MEMBER, OTHER_CHAIR, House, main_of

pytestmark = pytest.mark.django_db
ADVISER, NEW = MEMBER, "jauns"


def asked(house: House) -> Case:
    """Return the question that waits for the adviser."""
    return Case.objects.get(procedure="consultation", stage="asked", due=None)


def test_what_is_new_stands_in_my_cases_until_the_case_was_opened(house: House) -> None:
    case, client = asked(house), house.client(ADVISER)
    mine = main_of(client.get(reverse("mine")))
    assert case.number in mine
    assert NEW in mine
    page = client.get(reverse("case", kwargs={"pk": case.pk}))
    shown = main_of(page)
    assert "Jauns, kopš pēdējoreiz skatījāties" in shown
    assert "lūgt konsultāciju" in shown.lower(), "the timeline names its acts"
    assert Notice.objects.get(case=case).seen_at is not None
    assert "Jauns, kopš pēdējoreiz" not in main_of(client.get(reverse("case", kwargs={"pk": case.pk})))


def test_asking_for_the_head_of_a_page_sees_nothing(house: House) -> None:
    case = asked(house)
    house.client(ADVISER).head(reverse("case", kwargs={"pk": case.pk}))
    assert Notice.objects.get(case=case).seen_at is None


def test_a_party_is_told_whose_turn_it_is_and_cannot_withdraw_what_another_asked(house: House) -> None:
    mine = main_of(house.client(ADVISER).get(reverse("mine")))
    case = asked(house)
    assert "jūsu kārta" in mine.lower() or "your turn" in mine.lower()
    assert reverse("do", kwargs={"pk": case.pk, "act": "withdraw_case"}) not in mine


def test_who_holds_no_office_chooses_the_institution(house: House) -> None:
    outsider = Account.objects.get(person__family_name=OUTSIDER.split()[1])
    actor = actor_for(outsider, local_date(now()))
    submit = newest()["outside-complaint"].actions["submit"]
    assert actor.offices == ()
    assert [place.slug for place in openings(actor, submit)] == ["parauga-centrs", "parauga-dienests"]


def test_an_employee_of_another_institution_complains_from_outside(house: House) -> None:
    way = {"slug": "outside-complaint", "action": "submit"}
    client = house.client(OTHER_CHAIR)
    assert client.get(reverse("start", kwargs=way)).status_code == 200
    blocks = {"complainant": "Valts", "reply_to": "e-adrese", "whom": "Kāds", "norms": "13.4.", "account": "Kliedza."}
    assert client.post(reverse("start", kwargs=way), blocks).status_code == 302
    case = Case.objects.filter(procedure="outside-complaint").latest("opened_at")
    assert (case.institution.slug, case.opener, case.stage) == (
        "parauga-dienests", house.person(OTHER_CHAIR), "received",
    )  # fmt: skip
