"""How many questions a page asks the database: a constant number, whatever the list holds."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dienests.kernel.cases.case import Case
from dienests.site.pages.rows import PER_PAGE
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House

MOST = 12
pytestmark = pytest.mark.django_db


def asked(client: Client, address: str) -> int:
    """Return how many statements a page takes."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    return len(found)


def test_public_pages_ask_little_of_strangers_and_of_officials(house: House) -> None:
    addresses = [
        reverse("home"),
        reverse("services"),
        reverse("rulebook", kwargs={"act": "vpd-ethics-code-2026"}),
        reverse("provision", kwargs={"act": "vpd-ethics-code-2026", "address": "25"}),
        reverse("procedure", kwargs={"slug": "ethics-report"}),
    ]
    for name in (None, people.CHAIR):
        for address in addresses:
            assert asked(house.client(name), address) <= MOST, (name, address)


def test_every_case_page_stays_below_the_limit(house: House) -> None:
    for name in (people.CHAIR, people.HEAD, people.PERSONNEL, people.OPENER, people.MEMBER):
        client = house.client(name)
        for case in Case.objects.all():
            address = reverse("case", kwargs={"pk": case.pk})
            if client.get(address).status_code == 200:
                assert asked(client, address) <= MOST, (name, case)


def test_a_full_page_of_the_desk_asks_no_more_than_a_short_one(house: House) -> None:
    chair, opener = house.client(people.CHAIR), house.client(people.OPENER)
    lists = [(chair, reverse("desk")), (chair, reverse("desk-all")), (opener, reverse("mine"))]
    before = [asked(client, address) for client, address in lists]
    # Before the Commission a breach has acts that look at the offices of the person named: the dearest rows.
    for number in range(PER_PAGE + 5):
        case = house.breach(f"Ziņojums {number}.")
        house.act(people.CHAIR, case, "convene")
    assert [asked(client, address) for client, address in lists] == before
    assert max(before) <= MOST
    assert chair.get(reverse("desk")).context["part"].paginator.num_pages == 2
