"""The page of sessions: one's own only, ended one by one or all others at once."""

import pytest
from django.test import Client
from django.urls import reverse

from dienests.kernel.access.open_session import OpenSession
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, main_of

pytestmark = pytest.mark.django_db


def _thrice(house: House) -> list[Client]:
    found = []
    for _ in range(3):
        house.clients.clear()
        found.append(house.client(people.OPENER))
    return found


def _is_in(client: Client) -> bool:
    return client.get(reverse("mine")).status_code == 200


def test_one_session_is_ended(house: House) -> None:
    here, other, third = _thrice(house)
    key = other.session["open_session"]
    assert key in main_of(here.get(reverse("sessions")))
    assert here.post(reverse("sessions"), {"session": key}).status_code == 302
    assert (_is_in(here), _is_in(other), _is_in(third)) == (True, False, True)
    assert here.post(reverse("sessions"), {"session": key}).status_code == 409


def test_all_others_are_ended(house: House) -> None:
    here, other, third = _thrice(house)
    assert here.post(reverse("sessions"), {"session": "others"}).status_code == 302
    assert (_is_in(here), _is_in(other), _is_in(third)) == (True, False, False)


@pytest.mark.parametrize("asked", ["", "nonsense", "the chair's"])
def test_nothing_else_is_ended(house: House, asked: str) -> None:
    chair, here = house.client(people.CHAIR), house.client(people.OPENER)
    key = chair.session["open_session"] if asked == "the chair's" else asked
    assert here.post(reverse("sessions"), {"session": key}).status_code == 409
    assert chair.session["open_session"] not in main_of(here.get(reverse("sessions")))
    assert _is_in(chair)


def test_the_cookie_opens_nothing_without_its_session(house: House) -> None:
    client = house.client(people.OPENER)
    OpenSession.objects.all().delete()
    assert not _is_in(client)
