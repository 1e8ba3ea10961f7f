"""The verdict for people and for machines, the ward behind it, and what this installation knows of its own letters."""

import json
import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from django.utils.translation import override

from dienests.kernel.signatures.recognising import Recognised, recognises
from dienests.kernel.signatures.sealing import seal
from dienests.kernel.signatures.tests.documents import letter
from dienests.kernel.signatures.tests.signing import AT
from dienests.kernel.signatures.verifying import examine
from dienests.kernel.signatures.warden import WARDEN

LATER = AT + timedelta(days=1)


def test_the_sentences_are_in_the_language_of_the_reader() -> None:
    sealed = seal(letter(), at=AT)
    with override("en"):
        english = [line.text for line in examine(sealed, at=LATER).lines]
    with override("lv"):
        latvian = [line.text for line in examine(sealed, at=LATER).lines]
    assert english[0] == "The document is signed electronically and has not been changed since."
    assert latvian[0] == "Dokuments ir elektroniski parakstīts un kopš tā laika nav mainīts."
    assert "This is a development certificate: it proves nothing to outsiders." in english
    assert any("03.11.2026 11:30:00" in text for text in latvian), "the time is that of Latvia"
    assert len(latvian) == len(english)


def test_the_verdict_for_machines_holds_both_languages() -> None:
    told = examine(seal(letter(), at=AT), at=LATER).as_json()
    again = json.loads(json.dumps(told))
    assert (again["format"], again["state"], again["known"]) == ("dienests-verdict/1", "valid", None)
    assert set(again["sentences"]) == {"lv", "en"}
    assert again["signatures"][0]["level"] == "B-LT"


def test_our_own_letter_is_recognised_by_its_bytes() -> None:
    sealed = seal(letter(), at=AT)

    @recognises
    def ours(sha256: bytes, at: datetime) -> Recognised | None:
        import hashlib

        mine = sha256 == hashlib.sha256(sealed).digest()
        return Recognised("12/2026", "corrected", f"Letter 12/2026, {at:%Y}") if mine else None

    assert examine(sealed, at=LATER).known == Recognised("12/2026", "corrected", "Letter 12/2026, 2026")
    assert examine(sealed + b"\n", at=LATER).known is None


def test_without_a_database_the_document_is_examined_all_the_same() -> None:
    @recognises
    def broken(sha256: bytes, at: datetime) -> Recognised | None:
        raise OperationalError

    verdict = examine(seal(letter(), at=AT), at=LATER)
    assert (verdict.facts.state, verdict.asked) == ("valid", False)


def test_the_ward_is_started_anew_when_it_was_ended() -> None:
    assert examine(letter(), at=LATER).facts.state == "unsigned"
    assert WARDEN._ward is not None
    first = WARDEN._ward.pid
    os.kill(first, signal.SIGKILL)
    assert examine(letter(), at=LATER).facts.state == "unsigned"
    assert WARDEN._ward.pid != first


SHARED = """
import os, sys
from datetime import datetime
from dienests.kernel.signatures.examination.material import Material
from dienests.kernel.signatures.warden import WARDEN
WARDEN.share()
first = WARDEN._ward.pid
def asked_by_a_child():
    if os.fork() == 0:
        told = WARDEN.facts(sys.argv[1].encode(), at=datetime.fromisoformat(sys.argv[2]), material=Material().as_json())
        print(told["reason"], WARDEN._ward.pid == first, flush=True)
        WARDEN.close()
        os._exit(0)
    os.wait()
asked_by_a_child()
asked_by_a_child()
os.kill(first, 9)
WARDEN._ward.wait()
asked_by_a_child()
WARDEN.share()
last = WARDEN._ward
WARDEN.facts(b"", at=datetime.fromisoformat(sys.argv[2]), material=Material().as_json())
WARDEN.close()
print(last.poll())
"""


def test_processes_that_are_forked_share_one_ward_and_outlive_it() -> None:
    path = os.pathsep.join(each for each in sys.path if each)
    words = [sys.executable, "-c", SHARED, "no PDF", LATER.isoformat()]
    told = subprocess.run(words, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, timeout=120)
    assert told.stdout.splitlines() == ["not_pdf True", "not_pdf True", "not_pdf False", "0"], told.stderr
    assert not told.stderr


def test_a_missing_file_is_an_error_of_the_caller(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        examine(tmp_path / "none.pdf", at=LATER)
