"""Receipts: whoever holds one can check the act, its place and the checkpoint without asking us."""

import base64
import json
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from dienests.kernel.log.append_only import TABLE
from dienests.kernel.log.events import Event
from dienests.kernel.log.origin import verifier_key
from dienests.kernel.log.receipts import PARTS, receipt_of
from dienests.kernel.log.refusals import NotSealed, TreeBroken
from dienests.kernel.log.sealing import seal
from dienests.kernel.log.streams import history
from dienests.kernel.log.tests.given import AT, MANDATE, a_stream, key, run, tamper
from dienests.kernel.tree.checkpoint import opened
from dienests.kernel.tree.merkle import included

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_receipt_proves_the_act_from_its_own_words() -> None:
    a_stream(300)
    stream = a_stream(3)
    seal(at=AT)
    event = history(stream)[1]
    found = json.loads(receipt_of(event.pk, with_content=True).json())
    assert list(found["event"]) == list(PARTS)
    assert found["event"]["actor"] == f"mandate:{MANDATE}"
    assert found["event"]["at"] == "2026-03-29T01:30:00.000000Z"
    # What a verifier elsewhere does, with nothing of ours but the proof's arithmetic.
    content = json.dumps(found["content"]["payload"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert (
        found["event"]["commitment"] == sha256(bytes.fromhex(found["content"]["salt"]) + content.encode()).hexdigest()
    )
    covered = json.dumps(list(found["event"].values()), ensure_ascii=False, separators=(",", ":"))
    leaf = sha256(b"\x00" + covered.encode()).digest()
    public = verifier_key()
    assert public is not None
    checkpoint = opened(found["checkpoint"], public)
    proof = [base64.b64decode(each) for each in found["proof"]]
    assert included(leaf, found["index"], checkpoint.size, proof, checkpoint.root)
    assert (found["format"], found["origin"]) == ("dienests-receipt/1", checkpoint.origin)
    assert found["verifier"]["file"] == "verify_evidence.py"


def test_the_content_is_left_out_for_whom_it_is_not() -> None:
    stream = a_stream(1)
    seal(at=AT)
    event = history(stream)[0]
    assert receipt_of(event.pk, with_content=False).content is None
    run(f"UPDATE {TABLE} SET payload = NULL, salt = NULL WHERE stream = %s", key(stream))
    assert receipt_of(event.pk, with_content=True).content is None  # erased; the act stands


def test_the_short_form_fits_a_letter() -> None:
    stream = a_stream(5)
    seal(at=AT)
    receipt = receipt_of(history(stream)[2].pk, with_content=False)
    lines, extra = receipt.text().splitlines(), b64encode(bytes(history(stream)[2].leaf)).decode()
    assert lines[:3] == ["c2sp.org/tlog-proof@v1", f"extra {extra}", "index 2"]
    assert receipt.text().endswith(f"\n\n{receipt.checkpoint}")


def test_an_act_without_a_place_has_no_receipt_yet() -> None:
    stream = a_stream(1)
    event = history(stream)[0]
    with pytest.raises(NotSealed, match="within a minute"):
        receipt_of(event.pk, with_content=False)
    seal(at=AT)
    newer = history(a_stream(1))[0]
    with pytest.raises(NotSealed):
        receipt_of(newer.pk, with_content=False)
    with pytest.raises(Event.DoesNotExist):
        receipt_of(uuid4(), with_content=False)


def test_an_act_that_was_changed_since_gets_no_receipt() -> None:
    stream = a_stream(3)
    seal(at=AT)
    event = history(stream)[1]
    earlier = Event._meta.get_field("at").get_db_prep_save(AT - timedelta(days=3), connection)
    tamper(f"UPDATE {TABLE} SET at = %s WHERE stream = %s AND position = 2", earlier, key(stream))
    with pytest.raises(TreeBroken, match="do not fit together"):
        receipt_of(event.pk, with_content=False)


def test_tiles_that_were_changed_give_no_receipt() -> None:
    stream = a_stream(3)
    seal(at=AT)
    (settings.LOG_DIR / "tile/0/000.p/3").write_bytes(b"x" * 96)
    with pytest.raises(TreeBroken):
        receipt_of(history(stream)[0].pk, with_content=False)
    (settings.LOG_DIR / "tile/0/000.p/3").unlink()
    with pytest.raises(TreeBroken):
        receipt_of(history(stream)[0].pk, with_content=False)
