"""A case taken out: only what the reader may read, recorded first, and proved by the file alone."""

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as live
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from tests.verifier.given import run

from dienests.cli.export import run as command
from dienests.cli.failure import Failure
from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.access.refusals import NotRecorded
from dienests.kernel.archive.packing import pack
from dienests.kernel.cases.case import Case
from dienests.kernel.files import vault
from dienests.kernel.files.tests import samples
from dienests.kernel.log.events import Event
from dienests.site.export import exporting
from dienests.site.pages.look_words import DOINGS
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address

DOCX = samples.docx()  # each call makes another one
SECRET = "kanarijputnins kanarijputnins"


@pytest.fixture(autouse=True)
def _here(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def case(house: House) -> Case:
    """A report with a message, a file and a note, brought to its end."""
    found = house.breach(SECRET)
    sent = {"submission": str(uuid4()), "text": "Skat. pielikumu."}
    file = SimpleUploadedFile("līgums.docx", DOCX)
    house.client(people.OPENER).post(address("do", pk=found.pk, act="send_message"), sent | {"file": file})
    house.do(people.CHAIR, found, "add_note", text="Iekšēja piezīme.")
    house.act(people.CHAIR, found, "convene")
    return found


def taken(house: House, who: str, case: Case) -> bytes:
    answer = house.client(who).post(address("export", pk=case.pk))
    assert answer.status_code == 200, answer.content.decode()
    assert answer["Content-Type"] == "application/zip"
    return bytes(answer.content)


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        return {name: box.read(name) for name in box.namelist()}


def verified(folder: Path, content: bytes) -> dict[str, Any]:
    (folder / "case.zip").write_bytes(content)
    code, said = run(folder, "case", "case.zip", "--key", Path(live.LOG_DIR) / "key", "--json")
    told: dict[str, Any] = json.loads(said)
    assert code == told["status"]
    return told


def test_an_official_takes_out_what_the_office_reads_and_the_file_proves_it(
    house: House, case: Case, tmp_path: Path
) -> None:
    content = taken(house, people.CHAIR, case)
    inside, told = opened(content), verified(tmp_path, content)
    assert (told["verdict"], told["acts"], told["notes"]) == ("agrees", case.revision, [])
    data = json.loads(inside["case.json"])
    assert (data["reader"], data["number"], data["acts"]) == ("official", case.number, case.revision)
    assert data["record"]["account"] == SECRET
    assert [each["text"] for each in data["said"]] == ["Skat. pielikumu.", "Iekšēja piezīme."]
    path = data["said"][0]["files"][0]["path"]
    assert inside[path] == DOCX
    for language, heading in (("lv", "Lietas gaita"), ("en", "What happened")):
        page = inside[f"index.{language}.html"].decode()
        assert f'lang="{language}"' in page
        assert heading in page
        assert "līgums.docx" in page
        assert "<script" not in page


def test_a_party_takes_out_its_own_case_without_internal_steps(house: House, case: Case, tmp_path: Path) -> None:
    content = taken(house, people.OPENER, case)
    inside, told = opened(content), verified(tmp_path, content)
    assert told["verdict"] == "agrees"
    assert {note["note"] for note in told["notes"]} == {"hidden"}
    everything = b"".join(inside.values()).decode(errors="replace")
    assert "Iekšēja piezīme" not in everything
    assert "add_note" not in everything
    assert json.loads(inside["case.json"])["reader"] == "party"
    copy = json.loads(inside["case.json"])["said"][0]["files"][0]["copy"]
    assert inside[copy] != DOCX, "others get the copy without hidden data"


def test_the_institution_hands_on_nothing_that_is_sealed(house: House, case: Case, tmp_path: Path) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        archive = exporting.export_whole(case=case.pk, at=datetime.now(UTC))
    inside, told = opened(archive.content), verified(tmp_path, archive.content)
    assert told["verdict"] == "agrees"
    everything = b"".join(inside.values()).decode(errors="replace")
    for secret in (SECRET, "Skat. pielikumu", "Iekšēja piezīme", people.OPENER, people.ACCUSED):
        assert secret not in everything
    assert json.loads(inside["case.json"])["words"]["en"]["hidden"]


def test_who_does_not_see_the_case_gets_nothing(house: House, case: Case) -> None:
    for who in (people.ACCUSED, people.COLLEAGUE, people.ADMINISTRATOR, people.OTHER_CHAIR):
        assert house.client(who).get(address("export", pk=case.pk)).status_code == 404
        assert house.client(who).post(address("export", pk=case.pk)).status_code == 404
    assert house.client(None).post(address("export", pk=case.pk)).status_code == 403
    assert not Event.objects.filter(act="exported").exists()


def test_look_and_export_are_recorded_before_anything_goes_out(
    house: House, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ReadEvent.objects.filter(page="export").count()
    content = taken(house, people.CHAIR, case)
    assert ReadEvent.objects.filter(page="export", case=case.pk).count() > before
    event = Event.objects.get(act="exported")
    assert (event.stream, event.mandate is not None) == (case.pk, True)
    assert event.payload["archive"] == hashlib.sha256(content).hexdigest()
    assert "export" in DOINGS, "who is looked at reads it in words"

    def broken(*_words: Any, **_more: Any) -> None:
        raise NotRecorded("not now")

    monkeypatch.setattr(exporting.looking, "at_case", broken)
    answer = house.client(people.CHAIR).post(address("export", pk=case.pk))
    assert answer.status_code == 503
    assert not answer.content.startswith(b"PK")
    assert Event.objects.filter(act="exported").count() == 1


def test_the_same_content_gives_the_same_bytes(house: House, case: Case) -> None:
    at = datetime.now(UTC)
    first = exporting.export_whole(case=case.pk, at=at)
    assert exporting.export_whole(case=case.pk, at=at).content == first.content


def test_each_change_of_an_archive_is_named(house: House, case: Case, tmp_path: Path) -> None:
    content = taken(house, people.CHAIR, case)
    inside = opened(content)
    data = json.loads(inside["case.json"])
    path = data["said"][0]["files"][0]["path"]
    data["said"][0]["text"] = "Cits teksts."
    lines = inside["events.jsonl"].splitlines(keepends=True)

    def faults(changed: dict[str, bytes], *, listed: bool = True) -> set[str]:
        members = {name: each for name, each in {**inside, **changed}.items() if each}
        if listed:
            members.pop("manifest.json")
            return {each["fault"] for each in verified(tmp_path, pack(members))["faults"]}
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as box:
            for name, each in members.items():
                box.writestr(name, each)
        return {each["fault"] for each in verified(tmp_path, out.getvalue())["faults"]}

    assert faults({}) == set()
    assert faults({"case.json": json.dumps(data).encode()}) == {"words"}
    assert faults({path: b"another file"}) == {"words"}
    assert faults({path: b"another file"}, listed=False) == {"hash", "words"}
    assert faults({"extra.txt": b"x"}, listed=False) == {"member"}
    assert faults({"index.lv.html": b""}, listed=False) == {"no_member"}
    assert faults({"events.jsonl": b"".join(lines[:-1])}) == {"fewer"}
    assert faults({"events.jsonl": b"".join([*lines[:1], *lines[2:]])}) >= {"chain", "fewer"}
    assert "not_in_tree" in faults(
        {"events.jsonl": inside["events.jsonl"].replace(b'"act":"convene"', b'"act":"other"')}
    )


def test_a_file_whose_key_was_destroyed_is_named_as_destroyed(house: House, case: Case, tmp_path: Path) -> None:
    vault.destroy(case.pk)
    content = taken(house, people.CHAIR, case)
    assert json.loads(opened(content)["case.json"])["said"][0]["files"][0]["why"] == "destroyed"
    assert verified(tmp_path, content)["verdict"] == "agrees"


def test_the_command_writes_one_file_and_never_over_another(
    house: House, case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.zip"
    assert command([case.number, "--out", str(out)]) == 0
    assert "SHA-256" in capsys.readouterr().out
    assert verified(tmp_path, out.read_bytes())["verdict"] == "agrees"
    with pytest.raises(Failure, match="is there already"):
        command([case.number, "--out", str(out)])
    with pytest.raises(Failure, match="there is no case"):
        command(["X-1"])
    with pytest.raises(Failure, match="nobody signs in as"):
        command([case.number, "--by", "nobody"])
