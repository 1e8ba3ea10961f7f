"""What the house says about itself: accessibility from test results, privacy from the record, security.txt."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from dienests.cli import accessibility as command
from dienests.cli.failure import Failure
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.norms.declared import ParameterError, declared
from dienests.kernel.norms.parameters import set_parameter
from dienests.kernel.parties.models import Institution, Person
from dienests.kernel.procedures.processing import processed
from dienests.site import contacts
from dienests.site.pages import accessibility
from dienests.site.pages.security_txt import written
from dienests.site.pages.tests.house import House, address

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
# The grammar of RFC 9116, section 4, for the fields of section 2.5: one per line, a name, a colon, a space, a value.
FIELD = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9-]*): (?P<value>[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)")
TAG = r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*"


def parsed(text: str, at: datetime) -> dict[str, list[str]]:
    """Read a security.txt strictly; a ValueError for whatever the standard forbids."""
    found: dict[str, list[str]] = {}
    if not text.endswith("\n"):
        raise ValueError("the last line has no end")
    for line in text.replace("\r\n", "\n").removesuffix("\n").split("\n"):
        if not line or line.startswith("#"):
            continue
        field = FIELD.fullmatch(line)
        if field is None:
            raise ValueError(f"no field: {line!r}")
        found.setdefault(field["name"].lower(), []).append(field["value"])
    if not found.get("contact") or not all(
        re.match(r"(?:mailto:|https://|tel:)\S+$", each) for each in found["contact"]
    ):
        raise ValueError("Contact is missing or no URI")
    if len(found.get("expires", ())) != 1 or len(found.get("preferred-languages", ())) > 1:
        raise ValueError("Expires stands once, Preferred-Languages at most once")
    expires = datetime.strptime(found["expires"][0], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    if not at < expires <= at + timedelta(days=366):
        raise ValueError("Expires is past or too far")
    for each in found.get("preferred-languages", ()):
        if not re.fullmatch(rf"{TAG}(?:, *{TAG})*", each):
            raise ValueError("no list of languages")
    if not all(each.startswith("https://") for each in found.get("canonical", ())):
        raise ValueError("Canonical is no address of HTTPS")
    return found


@pytest.mark.parametrize("at", [NOW, datetime(2027, 12, 31, 23, 59, tzinfo=UTC), datetime(2028, 2, 29, tzinfo=UTC)])
def test_the_file_is_what_the_standard_demands(at: datetime) -> None:
    found = parsed(written(["mailto:cert@house.example", "tel:+371-67-000000"], at, "https://house.example/x"), at)
    assert len(found["contact"]) == 2
    assert found["preferred-languages"] == ["lv, en"]
    assert found["canonical"] == ["https://house.example/x"]
    assert "canonical" not in parsed(written(["https://house.example/cert"], at, "http://house.example/x"), at)


@pytest.mark.parametrize(
    "wrong", ["Contact: cert@house.example\n", "Contact:mailto:a@b.lv\n", "", "Contact: mailto:a@b.lv"]
)
def test_the_parser_of_this_test_is_strict(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parsed(f"Expires: 2027-01-01T00:00:00Z\n{wrong}", NOW)


def test_without_a_contact_there_is_no_file(house: House) -> None:
    answer = house.client(None).get("/.well-known/security.txt")
    assert (answer.status_code, "Contact:" in answer.content.decode()) == (404, False)
    place, on = Institution.objects.first(), local_date(datetime.now(UTC))
    set_parameter(
        institution=place, slug=contacts.SECURITY, value="mailto:drosiba@parauga.example", basis="rīkojums 8",
        valid_from=on, by=SYSTEM, at=datetime.now(UTC),
    )  # fmt: skip
    answer = Client(HTTP_HOST="localhost").get("/.well-known/security.txt", secure=True)
    assert answer["Content-Type"].startswith("text/plain")
    found = parsed(answer.content.decode(), datetime.now(UTC))
    assert found["canonical"] == ["https://localhost/.well-known/security.txt"]
    assert not answer.cookies


@pytest.mark.parametrize(
    "value", ["security@house.lv", "http://house.lv/x", "mailto:a", "tel:112", "mailto:a@b.lv\nExpires: x"]
)
def test_a_contact_is_an_address(value: str) -> None:
    with pytest.raises(ParameterError, match="nav adrese"):
        declared(contacts.SECURITY).check(value)


def test_privacy_names_every_category_and_nobody(house: House) -> None:
    text = house.client(None).get(address("privacy")).content.decode()
    labels = {str(each.category.label) for each in processed() if each.category}
    assert labels
    assert not [label for label in labels if label.lower() not in text.lower()]
    assert "nav noteikts" in text
    for person in Person.objects.all():
        assert person.family_name not in text
    assert "What is kept about you" in house.client(None).get("/en" + address("privacy")).content.decode()


def test_the_statement_says_what_the_last_test_found_and_what_it_did_not_see(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(accessibility, "DIGEST", tmp_path / "digest.json")
    digest = {
        "on": "2026-11-25", "languages": ["lv", "en"], "axe": "4", "browser": "1", "rules": 9, "widths": [1280, 320],
        "pages": 7, "states": 8, "violations": 3, "known": ["home"],
    }  # fmt: skip
    (tmp_path / "digest.json").write_text(json.dumps(digest))
    text = house.client(None).get("/en" + address("accessibility")).content.decode()
    assert "25.11.2026." in text
    assert f"{digest['pages']} pages in {digest['states']} states" in text
    assert "No screen reader" in text
    added = len(accessibility.added_since(digest))
    assert added > 50
    assert f"{added} pages were added after the test" in text


def test_without_a_digest_nothing_is_claimed(house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(accessibility, "DIGEST", tmp_path / "none.json")
    text = house.client(None).get("/en" + address("accessibility")).content.decode()
    assert "nothing is claimed" in text
    assert "axe-core" not in text


def test_the_command_takes_the_results_as_they_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(command, "BUILD", tmp_path)
    monkeypatch.setattr(command, "DIGEST", tmp_path / "digest.json")
    with pytest.raises(Failure, match="have not run here"):
        command.run([])
    result = {
        "axe": "4", "browser": "1", "rules": 9, "widths": [320], "looked_at": ["home"], "known": ["home"], "states": 3,
    }  # fmt: skip
    for language, on, count in (("lv", "2026-11-25", 0), ("en", "2026-11-24", 2)):
        told = {**result, "language": language, "on": on, "violations": count}
        (tmp_path / f"barriers-{language}.json").write_text(json.dumps(told))
    assert command.run([]) == 0
    found = json.loads((tmp_path / "digest.json").read_text())
    assert (found["on"], found["violations"], found["pages"]) == ("2026-11-24", 2, 1)
    (tmp_path / "barriers-en.json").write_text(json.dumps({**told, "known": []}))
    with pytest.raises(Failure, match="not of one version"):
        command.run([])


def test_every_page_leads_to_the_statements(house: House) -> None:
    for place in (address("home"), address("services"), "/no/such/page/"):
        text = house.client(None).get(place).content.decode()
        for name in ("accessibility", "privacy", "processing", "api-page", "publiccode"):
            assert f'href="{address(name)}"' in text, (place, name)
    answer = house.client(None).get(address("publiccode"))
    assert b"EUPL-1.2" in answer.content


def test_the_digest_that_is_kept_is_whole() -> None:
    digest = accessibility.read()
    assert digest is not None, "run ./dienests accessibility"
    assert digest["languages"] == ["lv", "en"]
    assert digest["pages"] <= len(digest["known"])
    assert date.fromisoformat(digest["on"]) <= local_date(datetime.now(UTC))
