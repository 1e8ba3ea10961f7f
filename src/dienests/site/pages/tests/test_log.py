"""The public side of the log, and receipts: what anybody may fetch, and what nobody else may."""

import base64
import json
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client

from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.log.events import Event
from dienests.kernel.log.origin import verifier_key
from dienests.kernel.log.sealing import seal
from dienests.kernel.tree.checkpoint import opened
from dienests.kernel.tree.merkle import consistent
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address
from dienests.site.pages.tests.states_of_log import act_of, figures

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 10, tzinfo=UTC)


@pytest.fixture
def sealed(house: House) -> House:
    """Seal the demonstration, then one more act on the next day."""
    seal(at=NOON)
    house.submit(people.OPENER, "advice", "Vai drīkst pieņemt dāvanu?")
    seal(at=NOON.replace(day=3))
    return house


def test_before_the_first_checkpoint_the_page_says_so(house: House) -> None:
    assert "Neviens kontrolpunkts vēl nav publicēts" in Client().get(address("log")).content.decode()
    assert Client().get("/log/checkpoint").status_code == 404
    assert Client().get(address("log-consistency") + "?from=1").status_code == 404


def test_files_are_served_as_they_lie_and_tiles_for_ever(sealed: House) -> None:
    client, place = Client(), settings.LOG_DIR
    for name in ("checkpoint", "key", "checkpoints/2026-11-02", "checkpoints/2026-11-03"):
        answer = client.get(f"/log/{name}")
        assert (answer.status_code, answer.content) == (200, (place / name).read_bytes())
        assert answer["Cache-Control"] == "public, max-age=5"
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
    tiles = [each for each in (place / "tile").rglob("*") if each.is_file()]
    for each in tiles:
        answer = client.get(f"/log/{each.relative_to(place)}")
        assert (answer.status_code, answer.content) == (200, each.read_bytes())
        assert "immutable" in answer["Cache-Control"]
    assert len(tiles) > 2


@pytest.mark.parametrize(
    "name",
    [
        "tile/0/../../key", "tile/0/%2e%2e/%2e%2e/key", "tile/0/x000", "tile/0/000.p/0", "tile/0/000.p/999/1",
        "tile/00/000", "tile/9/000", "checkpoints/..", "checkpoints/2026-99-99", "checkpoints/../key", "erased",
        "tile/0", "tile/entries/000",
    ],
)  # fmt: skip
def test_nothing_else_is_served(sealed: House, name: str) -> None:
    assert Client().get(f"/log/{name}").status_code == 404


def test_the_page_shows_state_key_and_days_and_says_that_this_is_the_demonstration(sealed: House) -> None:
    text = Client().get(address("log")).content.decode()
    key = verifier_key()
    assert key is not None
    assert key.fingerprint in text
    assert "checkpoints/2026-11-02" in text
    assert "pārbīdot pulksteni" in text


def test_one_checkpoint_is_proved_to_continue_another(sealed: House) -> None:
    key = verifier_key()
    assert key is not None
    told = Client().get(address("log-consistency-json") + "?from=2026-11-02&to=2026-11-03").json()
    old = opened((settings.LOG_DIR / "checkpoints/2026-11-02").read_text(), key)
    new = opened(told["checkpoint"], key)
    proof = [base64.b64decode(each) for each in told["proof"]]
    assert (told["old_size"], told["new_size"]) == (old.size, new.size)
    assert old.size < new.size
    assert consistent(old.size, new.size, old.root, new.root, proof)
    text = Client().get(address("log-consistency-text") + f"?from={old.size}").content.decode()
    assert text.startswith(f"old {old.size}\n{told['proof'][0]}\n")
    assert text.endswith(f"\n\n{told['checkpoint']}")
    for asked in ("from=2026-11-03&to=2026-11-02", "from=99999999", "from=x", "", "from=1&to=2001-01-01"):
        assert Client().get(address("log-consistency-json") + f"?{asked}").status_code == 404


def test_the_feed_holds_the_checkpoints_themselves(sealed: House) -> None:
    answer = Client().get(address("log-feed"))
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert answer.content.decode().count("<entry>") == 2
    assert (settings.LOG_DIR / "checkpoint").read_text().splitlines()[2] in answer.content.decode()


def test_who_sees_an_act_gets_its_receipt_and_the_look_is_recorded(sealed: House) -> None:
    event = Event.objects.filter(stream_kind="case", act="submit").earliest("at")
    before = ReadEvent.objects.count()
    answer = sealed.client(people.CHAIR).get(act_of(event) + "?as=json")
    assert ReadEvent.objects.count() > before
    receipt = json.loads(answer.content)
    assert receipt["event"]["stream"] == str(event.stream)
    assert answer["Content-Disposition"] == f'attachment; filename="{event.pk}.json"'
    text = sealed.client(people.CHAIR).get(act_of(event) + "?as=tlog-proof").content.decode()
    assert text.startswith("c2sp.org/tlog-proof@v1\n")
    assert act_of(event) in sealed.client(people.CHAIR).get(address("case", pk=event.stream)).content.decode()


def test_who_does_not_see_the_case_gets_none(sealed: House) -> None:
    event = Event.objects.filter(stream_kind="case", act="submit").earliest("at")
    other = Event.objects.filter(stream_kind="case").exclude(stream=event.stream).earliest("at")
    assert sealed.client(people.NEWCOMER).get(act_of(event)).status_code == 404
    assert sealed.client(people.ADMINISTRATOR).get(act_of(event)).status_code in (403, 404)
    assert Client().get(act_of(event)).status_code in (302, 403)
    mixed = address("proof", pk=event.stream, event=other.pk)
    assert sealed.client(people.CHAIR).get(mixed).status_code == 404


def test_an_act_that_waits_has_a_page_that_says_so(sealed: House) -> None:
    case = sealed.submit(people.OPENER, "advice", "Un ziedus?")
    place = act_of(Event.objects.get(stream=case.pk))
    assert "vēl nav iekļauta" in sealed.client(people.OPENER).get(place).content.decode()
    assert sealed.client(people.OPENER).get(place + "?as=json").status_code == 409


def test_a_figure_of_a_year_has_a_receipt_for_everybody(sealed: House) -> None:
    for each in figures():
        answer = Client().get(address("figure-proof", slug=each.indicator, pk=each.pk) + "?as=json")
        receipt = json.loads(answer.content)
        assert receipt["content"]["payload"]["year"] == each.year
        assert receipt["event"]["act"] == "year-kept"
    assert (
        Client()
        .get(address("figure-proof", slug="ethics.days", pk="0" * 8 + "-0000-0000-0000-" + "0" * 12))
        .status_code
        == 404
    )
