"""How many questions a page asks the database: a constant number, whatever the list holds."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dienests.kernel.cases.case import Case
from dienests.kernel.procedures.registry import find
from dienests.site.pages.rows import PER_PAGE
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address

MOST = 12
MOST_OF_CASE = 14  # several terms run at once in a table of their own, and cases are linked with others
MOST_VOTING = 18  # an open vote: itself, its by-laws, members, absences, recusals and votes come on top
MOST_REMEMBERED = 15  # what is remembered asks whether anything has changed, an official also what is secret from them
pytestmark = pytest.mark.django_db


def asked(client: Client, place: str) -> int:
    """Return how many questions a page asks; the read event that it writes, one at most, comes on top."""
    assert client.get(place).status_code == 200
    with CaptureQueriesContext(connection) as found:
        client.get(place)
    writes = [each for each in found.captured_queries if "INSERT INTO" in each["sql"]]
    assert len(writes) <= 1
    return len(found) - len(writes)


def every_kind() -> list[Case]:
    """Return the case with the longest history of every stage of every procedure."""
    longest = Case.objects.order_by("procedure", "stage", "revision")
    return list({(case.procedure, case.stage): case for case in longest}.values())


def test_public_pages_ask_little_of_strangers_and_of_officials(house: House) -> None:
    addresses = [
        address("home"),
        address("services"),
        address("rulebook", act="vpd-ethics-code-2026"),
        address("provision", act="vpd-ethics-code-2026", address="25"),
        address("procedure", slug="ethics-report"),
    ]
    remembered = {addresses[0], addresses[3]}  # home and the paragraph
    for name in (None, people.CHAIR):
        for place in addresses:
            most = MOST_REMEMBERED if place in remembered else MOST
            assert asked(house.client(name), place) <= most, (name, place)


def test_every_case_page_stays_below_the_limit(house: House) -> None:
    for name in (people.CHAIR, people.HEAD, people.PERSONNEL, people.OPENER, people.MEMBER):
        client = house.client(name)
        for case in every_kind():
            place = address("case", pk=case.pk)
            if client.get(place).status_code == 200:
                votes = case.stage in find(case.procedure, case.version).plan.voting
                most = MOST_VOTING if votes else MOST_OF_CASE
                assert asked(client, place) <= most, (name, case)


def test_a_full_page_of_the_desk_asks_no_more_than_a_short_one(house: House) -> None:
    chair, opener = house.client(people.CHAIR), house.client(people.OPENER)
    lists = [(chair, address("desk")), (chair, address("desk-all")), (opener, address("mine"))]
    before = [asked(client, place) for client, place in lists]
    # Before the Commission a breach has acts that look at the offices of the person named: the dearest rows.
    for number in range(PER_PAGE + 5):
        case = house.breach(f"Ziņojums {number}.")
        house.act(people.CHAIR, case, "convene")
    after = [asked(client, place) for client, place in lists]
    assert all(now <= then for now, then in zip(after, before, strict=True)), (after, before)
    assert max(before) <= MOST, before
    assert chair.get(address("desk")).context["part"].paginator.num_pages == 2
