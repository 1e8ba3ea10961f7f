"""The page of a paragraph, its JSON, CSV and feed, and the home page: the same answers for people and machines."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dienests.kernel.account.figures import FEWEST
from dienests.site.demonstration import people
from dienests.site.pages.tests import house as who
from dienests.site.pages.tests.house import House, address

ACT = "vpd-ethics-code-2026"


def asked(client: Client, name: str, address: str = "25", **query: str) -> Any:
    return client.get(reverse(name, kwargs={"act": ACT, "address": address}), query)


def test_the_public_json_of_a_sealed_procedure_has_no_small_count_and_no_day(house: House) -> None:
    told = asked(house.client(None), "provision-json").json()
    assert told["state"] == "introduced"
    assert told["evidence"] == []
    account = told["account"]
    for name in ("done", "in_time", "late", "overdue", "running"):
        assert _tells_fives(account[name]), name
    assert all(_tells_fives(each["done"]) for each in account["quarters"])
    assert account["rounded_down_to"] == FEWEST
    assert date.fromisoformat(account["counted_to"]) < timezone.localdate()


def _tells_fives(count: int | str) -> bool:
    return not isinstance(count, int) or (count >= FEWEST and count % FEWEST == 0)


def test_counts_of_an_open_procedure_are_fives_too_for_who_has_no_office_in_it(house: House) -> None:
    asked_for = {"act": "vpd-client-data-policy", "address": "commitments.6"}
    for reader in (None, who.NEWCOMER):
        told = house.client(reader).get(reverse("provision-json", kwargs=asked_for)).json()["account"]
        assert told["rounded_down_to"] == FEWEST
        assert all(_tells_fives(told[name]) for name in ("done", "in_time", "late", "overdue", "running"))
    page = house.client(None).get(reverse("provision", kwargs=asked_for)).content.decode()
    assert "Noapaļots uz leju līdz pieciem" in page


def test_no_count_tells_the_chair_of_a_report_about_the_chair(house: House) -> None:
    def told(reader: str) -> list[Any]:
        client = house.client(reader)
        found = asked(client, "provision-json").json()
        drawn = client.get(address("procedure", slug="ethics-report")).content.decode()
        cells = re.findall(r"d-cell--[\w-]+", client.get("/").content.decode())
        return [found["account"], found["state"], re.findall(r"\d+ liet\w+", drawn), cells]

    before = told(who.CHAIR), told(who.DEPUTY)
    house.breach("Par priekšsēdētāju.", about=who.CHAIR)
    assert told(who.CHAIR) == before[0]
    assert told(who.DEPUTY) != before[1], "whoever acts instead counts it"


def test_two_days_one_after_the_other_tell_the_public_nothing(house: House) -> None:
    today = timezone.localdate()
    first = today - timedelta(days=today.day % 20 + 2)
    answers = {
        json.dumps(asked(house.client(None), "provision-json", on=day.isoformat()).json()["account"])
        for day in (first, first - timedelta(days=1))
        if (day.year, (day.month - 1) // 3) == (first.year, (first.month - 1) // 3)
    }
    assert len(answers) == 1


def test_the_chair_reads_evidence_and_the_whole_account(house: House) -> None:
    told = asked(house.client(who.CHAIR), "provision-json").json()
    assert told["state"] in ("running", "overdue")
    assert told["evidence"]
    assert isinstance(told["account"]["done"], int)
    page = asked(house.client(who.CHAIR), "provision").content.decode()
    assert told["evidence"][0]["leaf"][:12] in page


def test_csv_holds_the_quarters_of_the_page(house: House) -> None:
    told = asked(house.client(who.CHAIR), "provision-json").json()
    lines = asked(house.client(who.CHAIR), "provision-csv").content.decode().split()
    assert lines[0] == "year,quarter,done,median_days,rounded_down_to"
    assert len(lines) == 1 + len(told["account"]["quarters"])


def test_the_feed_is_atom_and_a_reader_who_has_it_gets_304(house: House) -> None:
    client = house.client(None)
    address = reverse("provision-feed", kwargs={"act": ACT, "address": "25"})
    first = client.get(address)
    assert first["Content-Type"].startswith("application/atom+xml")
    assert b"<feed" in first.content
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_the_json_of_a_paragraph_holds_its_duties_and_indicators(house: House) -> None:
    place = address("provision-json", act="vpd-ethics-code-2026", address="29")
    told = house.client(None).get(place).json()
    (duty,) = told["duties"]
    assert duty["duty"] == "ethics.proposals"
    assert duty["occurrences"]
    assert all(set(each) == {"begins", "due", "standing", "done_on"} for each in duty["occurrences"])
    bare = house.client(None).get(address("provision-json", act="vpd-ethics-code-2026", address="1")).json()
    assert bare["duties"] == bare["indicators"] == []


@pytest.mark.parametrize("name", ["provision", "provision-json", "provision-csv", "provision-feed"])
def test_an_unknown_paragraph_is_not_found(house: House, name: str) -> None:
    assert asked(house.client(None), name, address="99").status_code == 404


def test_the_feed_of_an_unknown_act_is_not_found(house: House) -> None:
    for where in ({"act": "no-such-act", "address": "1"}, {"act": ACT, "address": "999"}):
        assert house.client(None).get(reverse("provision-feed", kwargs=where)).status_code == 404


def test_before_the_act_was_issued_it_says_so(house: House) -> None:
    page = asked(house.client(who.CHAIR), "provision", on="2026-02-01").content.decode()
    assert "Tajā dienā dokuments vēl nebija izdots." in page
    assert asked(house.client(who.CHAIR), "provision-json", on="2026-02-01").json()["state"] is None


@pytest.mark.parametrize(("typed", "sentence"), [("31.02.2026.", "nav datums"), ("2099-01-01", "vēl nav pienākusi")])
def test_a_day_that_cannot_be_shown_is_answered_with_a_sentence(house: House, typed: str, sentence: str) -> None:
    page = house.client(None).get(reverse("home"), {"on": typed}).content.decode()
    assert "govuk-error-message" in page
    assert sentence in page


def test_search_finds_without_diacritics_and_by_number(house: House) -> None:
    def hits(words: str) -> list[str]:
        return [
            each.provision.address for each in house.client(None).get(reverse("home"), {"q": words}).context["hits"]
        ]

    assert "25" in hits("komisijas sede")
    assert hits("25.")[0] == "25"
    assert hits("qqqq") == []


def test_the_head_of_the_home_page_is_what_is_overdue(house: House) -> None:
    answer = house.client(who.CHAIR).get(reverse("home"))
    assert [each.address for each in answer.context["late"]] == ["19"]
    assert house.client(None).get(reverse("home"), {"q": "x"}).context["late"] == []


def test_the_desk_names_openers_only_when_asked_and_records_it(house: House) -> None:
    client = house.client(who.CHAIR)
    name = house.person(who.OPENER).name
    house.submit(who.OPENER, "advice", "x" * 30)
    assert name not in client.get(reverse("desk-all")).content.decode()
    assert name in client.get(reverse("desk-all"), {"who": "1"}).content.decode()
    looks = house.client(who.OPENER).get(reverse("reads")).content.decode()
    assert "priekšsēdētāj" in looks
    assert people.SERVICE.name_lv in looks
