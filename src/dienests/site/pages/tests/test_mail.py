"""The page of the own mail: an address is taken into use by its link, pressed while signed in."""

import re
from pathlib import Path
from typing import Any

import pytest

from dienests.kernel.mail.mail_address import MailAddress
from dienests.kernel.mail.mailing import Mailing
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address, main_of
from dienests.site.work import rota

TO = "nams@example.lv"


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the worker from closing the connection that holds the transaction of the test."""
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)


def _worked(at: Any = None) -> None:
    from datetime import UTC, datetime

    rota.enqueue(at=datetime.now(UTC), now=True)
    assert {each.status for each in rota.carry_out()} == {"SUCCESSFUL"}


def test_from_the_address_to_the_first_mail(house: House, settings: Any, tmp_path: Path) -> None:
    settings.MAIL_URL = f"file://{tmp_path}?from=dienests@example.lv"
    client = house.client(people.OPENER)
    assert client.post(address("mail"), {"address": TO, "channel": "at-once"}).status_code == 302
    assert TO in main_of(client.get(address("mail")))
    _worked()
    [mail] = tmp_path.glob("*.eml")
    found = re.search(rb"/account/mail/confirm/(\w+)/", mail.read_bytes().replace(b"=\n", b""))
    assert found is not None
    place = address("confirm-mail", token=found.group(1).decode())
    assert client.get(place).status_code == 200
    assert MailAddress.objects.get().address == "", "a program that follows links confirms nothing"
    assert house.client(people.COLLEAGUE).post(place).status_code == 422, "nobody else can use the link"
    assert client.post(place).status_code == 302
    assert MailAddress.objects.get().address == TO


def test_without_a_server_nothing_is_made_and_the_pages_say_so(house: House) -> None:
    client = house.client(people.OPENER)
    assert "govuk-inset-text" in main_of(client.get(address("mail")))
    client.post(address("mail"), {"address": TO, "channel": "at-once"})
    _worked()
    assert not Mailing.objects.filter(sent_at__isnull=False).exists()
    assert "MAIL_URL" in main_of(house.client(people.ADMINISTRATOR).get(address("work")))


def test_a_wrong_address_is_said_at_its_field(house: House) -> None:
    answer = house.client(people.OPENER).post(address("mail"), {"address": "nams@", "channel": "digest"})
    assert answer.status_code == 422
    assert 'id="address-error"' in main_of(answer)
