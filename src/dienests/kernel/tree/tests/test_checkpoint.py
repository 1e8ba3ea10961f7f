"""Signed checkpoints: the published examples of the format, and every way in which one can be wrong."""

import base64
from dataclasses import replace

import pytest

from dienests.kernel.tree.checkpoint import Checkpoint, opened, proof_text
from dienests.kernel.tree.notes import NoteRefused, SigningKey, VerifierKey

# Published with the formats: the example of C2SP signed-note, and the one of the Go module sumdb/note with its secret.
EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SECRET = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_SIGNED = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="

KEY = SigningKey("log.example.lv/log-0a1b2c", b"\x07" * 32)
CHECKPOINT = Checkpoint(KEY.name, 109482, b"\x05" * 32)


def test_the_example_of_the_standard_opens() -> None:
    assert VerifierKey.read(EXAMPLE_KEY).open(EXAMPLE) == "This is an example message.\n"
    assert str(VerifierKey.read(EXAMPLE_KEY)) == EXAMPLE_KEY


def test_the_example_of_another_implementation_is_signed_alike() -> None:
    key = SigningKey("PeterNeumann", base64.b64decode(GO_SECRET)[1:])
    assert str(key.verifier) == GO_KEY
    assert key.sign(GO_TEXT) == f"{GO_TEXT}\n— PeterNeumann {GO_SIGNED}\n"


def test_a_checkpoint_is_three_lines_and_opens_with_its_key() -> None:
    note = CHECKPOINT.signed(KEY)
    root = "BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU="
    assert note.startswith(f"log.example.lv/log-0a1b2c\n109482\n{root}\n\n— log.example.lv/log-0a1b2c ")
    assert opened(note, KEY.verifier) == CHECKPOINT


def test_signatures_of_others_beside_ours_are_passed_over() -> None:
    witness = SigningKey("witness.example", b"\x09" * 32)
    line = witness.sign(CHECKPOINT.body()).splitlines(keepends=True)[-1]
    first, sep, last = CHECKPOINT.signed(KEY).rpartition("\n\n")
    assert opened(f"{first}{sep}{line}{last}", KEY.verifier) == CHECKPOINT


def test_what_was_changed_or_signed_by_another_is_refused() -> None:
    note = CHECKPOINT.signed(KEY)
    for forged, why in (
        (note.replace("109482", "109481"), "does not fit the text"),
        (CHECKPOINT.signed(SigningKey(KEY.name, b"\x08" * 32)), "bears no signature of the key"),
        (CHECKPOINT.signed(SigningKey("other.example", b"\x07" * 32)), "bears no signature of the key"),
        (replace(CHECKPOINT, origin="other.example").signed(KEY), "is one of the log other.example"),
        (KEY.sign("log.example.lv/log-0a1b2c\n-1\nBQUF\n"), "no checkpoint"),
        (KEY.sign("log.example.lv/log-0a1b2c\n1\nBQUF\n"), "not 32 bytes"),
        (CHECKPOINT.body(), "no signed note"), ("", "no signed note"), ("a\n\n— b !!\n", "cannot be read"),
    ):  # fmt: skip
        with pytest.raises(NoteRefused, match=why):
            opened(forged, KEY.verifier)


@pytest.mark.parametrize("text", ["", "a+b", "a+00000000+AekyeRrm", EXAMPLE_KEY.replace("530d903a", "530d903b")])
def test_a_key_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(NoteRefused):
        VerifierKey.read(text)


def test_a_fingerprint_is_read_by_eye() -> None:
    assert len(KEY.verifier.fingerprint.split(" ")) == 8


def test_a_proof_as_text() -> None:
    note = CHECKPOINT.signed(KEY)
    assert proof_text(7, [b"\x01" * 32], note, leaf=b"\x02" * 32) == (
        "c2sp.org/tlog-proof@v1\nextra AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=\n"
        f"index 7\nAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\n\n{note}"
    )
