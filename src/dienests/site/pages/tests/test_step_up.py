"""Before a sensitive act a person proves again who is at the page."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from dienests.kernel.access import step_up
from dienests.kernel.access.account import Account
from dienests.kernel.access.open_session import OpenSession
from dienests.kernel.log.events import Event
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House

pytestmark = pytest.mark.django_db
SENSITIVE = ["appoint", "record-representation"]
PASSWORD = "garā parole ar vārdiem"


def _old(house: House, minutes: int) -> Any:
    client = house.client(people.ADMINISTRATOR)
    OpenSession.objects.update(opened_at=datetime.now(UTC) - timedelta(minutes=minutes))
    return client


@pytest.mark.parametrize("name", SENSITIVE)
def test_a_fresh_sign_in_is_enough_and_an_old_one_is_not(house: House, name: str) -> None:
    assert house.client(people.ADMINISTRATOR).get(reverse(name)).status_code == 200
    answer = _old(house, 16).get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("confirm"))


def test_confirming_leads_back_and_holds_for_a_quarter_of_an_hour(house: House) -> None:
    client, wanted = _old(house, 30), reverse("appoint")
    answer = client.post(reverse("confirm"), {"next": wanted})
    assert (answer.status_code, answer["Location"]) == (302, wanted)
    assert client.get(wanted).status_code == 200
    assert Event.objects.filter(act="proved-again").count() == 1
    OpenSession.objects.update(proved_at=datetime.now(UTC) - step_up.FRESH)
    assert client.get(wanted).status_code == 302


def test_a_form_in_hand_may_be_sent_for_an_hour_and_then_sends_nothing(house: House) -> None:
    form = {"office": "", "person": "", "valid_from": "", "basis": ""}
    assert _old(house, 50).post(reverse("appoint"), form).status_code == 422
    answer = _old(house, 61).post(reverse("appoint"), form)
    assert answer.status_code == 302
    assert "late=1" in answer["Location"]


def test_with_a_password_it_is_the_password_that_proves_it(house: House) -> None:
    client = house.client(people.ADMINISTRATOR)
    account = Account.objects.get(person=house.person(people.ADMINISTRATOR))
    account.set_password(PASSWORD)
    account.save()
    session = client.session
    session["_auth_user_hash"] = account.get_session_auth_hash()
    session.save()
    OpenSession.objects.update(opened_at=datetime.now(UTC) - timedelta(minutes=30))
    assert client.post(reverse("confirm"), {"next": "", "word": "nav tā"}).status_code == 422
    assert client.get(reverse("appoint")).status_code == 302
    assert Event.objects.filter(act="proof-refused").count() == 1
    assert client.post(reverse("confirm"), {"next": "", "word": PASSWORD}).status_code in (302, 422)


def test_nobody_confirms_without_being_signed_in(house: House) -> None:
    assert house.client(None).get(reverse("confirm")).status_code == 302
    assert house.client(None).post(reverse("confirm"), {"word": "x"}).status_code == 403


def test_a_session_of_somebody_else_is_not_proved_along(house: House) -> None:
    other = house.client(people.CHAIR)
    client = _old(house, 30)
    client.post(reverse("confirm"), {"next": ""})
    mine = OpenSession.objects.get(pk=other.session["open_session"])
    assert mine.proved_at is None
