"""The archive of a case, made by somebody who means harm: nothing of it fills the memory or ends in a traceback."""

import json
import random
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.verifier.given import Log, a_log, an_archive, canonical, run, sha, verifier


@pytest.fixture
def log() -> Log:
    """A log of one case."""
    return a_log(4, streams=1)


def last(here: Path, log: Log, file: Path) -> tuple[int, str]:
    """Return the exit status and everything that is said."""
    return run(here, "case", file, "--key", log.signer.vkey)


def said_in(log: Log) -> dict[str, Any]:
    """Write an act that says a message with a file, and return how case.json tells of it."""
    words, file = sha(b"words")[:16], sha(b"file")[:16]
    payload = {
        "text": {"sha256": sha(words + canonical("Labdien!")).hex()},
        "file": {"sha256": sha(file + canonical(sha(b"content").hex())).hex()},
    }
    log.append("case", log.acts[0]["event"]["stream"], "said", payload)
    files = [{"path": "files/1", "salt": file.hex()}]
    return {"position": len(log.acts), "salt": words.hex(), "text": "Labdien!", "files": files}


def test_an_archive_agrees_and_one_that_was_packed_anew_too(log: Log, tmp_path: Path) -> None:
    said = said_in(log)
    file = an_archive(log, tmp_path / "case.zip", {"files/1": b"content"}, said=[said])
    assert last(tmp_path, log, file) == (0, f"AGREES: 5 acts; checkpoint of {log.signer.origin} over 5 acts.\n")
    file = an_archive(log, tmp_path / "other.zip", {"files/1": b"other"}, said=[said])
    assert "its words or file are not those" in last(tmp_path, log, file)[1]
    file = an_archive(log, tmp_path / "without.zip", said=[said])
    assert "lacks “files/1”" in last(tmp_path, log, file)[1]


def test_a_large_member_is_never_held_whole(log: Log, tmp_path: Path) -> None:
    large, file, plain = random.Random(7).randbytes(24 << 20), tmp_path / "case.zip", tmp_path / "plain.zip"
    an_archive(log, file, {"files/1": large})
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(plain, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    for each in (file, plain):
        tracemalloc.start()
        told = verifier.checked("case", str(each), key=log.signer.vkey).told()
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert (told["verdict"], most < len(large) // 2) == ("agrees", True), most


@pytest.mark.parametrize("name", ["case.json", "events.jsonl", "files/1"])
def test_an_archive_that_unpacks_to_far_more_than_it_is_is_refused(log: Log, tmp_path: Path, name: str) -> None:
    file = an_archive(log, tmp_path / "case.zip", {name: bytes(20 << 20)})
    assert file.stat().st_size < 1 << 20
    code, said = last(tmp_path, log, file)
    assert (code, "unpacks to something far too large" in said) == (2, True)


def test_a_packing_that_takes_memory_before_it_is_read_is_refused(log: Log, tmp_path: Path) -> None:
    file = an_archive(log, tmp_path / "case.zip")
    with zipfile.ZipFile(file, "a", zipfile.ZIP_LZMA) as box:
        box.writestr("files/1", b"x")
    code, said = last(tmp_path, log, file)
    assert (code, "“files/1” is packed in a way" in said) == (2, True)


ODD: list[Any] = [
    {"said": 5}, {"said": "text"}, {"said": {"position": 1}}, {"said": [5]}, {"said": [[]]},
    {"said": [{"position": []}]}, {"said": [{"position": 1, "salt": 5, "text": ""}]}, {"acts": []}, {"id": 5},
    {"said": [None]},
]  # fmt: skip


@pytest.mark.parametrize("case", ODD, ids=json.dumps)
def test_data_of_another_shape_get_one_sentence(log: Log, tmp_path: Path, case: dict[str, Any]) -> None:
    code, said = last(tmp_path, log, an_archive(log, tmp_path / "case.zip", **case))
    assert code in (1, 2)
    assert said.splitlines()[-1].startswith(("CHANGED", "NOT JUDGED"))


@pytest.mark.parametrize("files", [5, "text", [5], [{"path": 5, "salt": ""}], [{"path": ["x"]}], {"path": "files/1"}])
def test_files_of_another_shape_get_one_sentence(log: Log, tmp_path: Path, files: Any) -> None:
    said = said_in(log) | {"files": files}
    code, told = last(tmp_path, log, an_archive(log, tmp_path / "case.zip", {"files/1": b"content"}, said=[said]))
    assert (code, told.splitlines()[-1]) == (2, "NOT JUDGED.")


def test_what_nobody_foresaw_is_malformed_and_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def odd(*_given: object) -> None:
        raise TypeError

    monkeypatch.setattr(verifier, "check_receipt", odd)
    told = verifier.checked("receipt", "receipt.json", data=b"{}").told()
    assert (told["verdict"], [each["reason"] for each in told["reasons"]]) == ("unjudged", ["malformed"])
