"""The development authority: made once, from keys of the key store, and true to them; no database."""

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from dienests.kernel.keys import store as keys
from dienests.kernel.signatures import authority as development
from dienests.kernel.signatures.sealing import SealRefused, seal
from dienests.kernel.signatures.tests.documents import letter
from dienests.kernel.signatures.tests.signing import AT


@pytest.fixture
def own_house(tmp_path: Path, settings: Any) -> Path:
    settings.DATA_DIR, settings.KEY_URL = tmp_path / "data", (tmp_path / "keys").as_uri()
    return tmp_path


def test_the_authority_is_made_once_also_by_many_at_the_same_time(own_house: Path) -> None:
    made: list[bytes] = []
    gate = threading.Barrier(4)

    def make() -> None:
        gate.wait()
        made.append(development.authority(at=AT).root.fingerprint(x509.base.hashes.SHA256()))

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 1
    assert [path.name for path in (own_house / "data" / "seals").iterdir()] == ["authority.pem"]


def test_its_private_keys_lie_in_the_key_store_alone(own_house: Path) -> None:
    seal(letter(), at=AT)
    assert sorted(path.name for path in (own_house / "keys").iterdir()) == [
        "seal-issuer.key", "seal-letters.key", "seal-root.key", "seal-time.key",
    ]  # fmt: skip
    assert b"PRIVATE" not in (own_house / "data" / "seals" / "authority.pem").read_bytes()


def test_each_certificate_says_what_it_is_worth(own_house: Path) -> None:
    made = development.authority(at=AT)
    for certificate in (made.root, made.issuer, made.seal, made.stamp):
        subject = certificate.subject.rfc4514_string()
        assert "DEVELOPMENT" in subject
        assert "nothing" in subject
        assert certificate.not_valid_before_utc < AT < certificate.not_valid_after_utc
    made.seal.verify_directly_issued_by(made.issuer)
    made.stamp.verify_directly_issued_by(made.issuer)
    made.issuer.verify_directly_issued_by(made.root)


def test_other_keys_than_those_of_the_certificates_are_told(own_house: Path) -> None:
    development.authority(at=AT)
    for path in (own_house / "keys").iterdir():
        path.unlink()
    keys._read.cache_clear()
    development._read.cache_clear()
    with pytest.raises(SealRefused, match="put the keys back"):
        seal(letter(), at=AT)


def test_a_revoked_seal_stands_in_the_lists_from_its_moment_and_seals_no_more(own_house: Path) -> None:
    made = development.authority(at=AT)
    development.revoke(made.seal, at=AT)
    before, after = (made.lists(moment)[1] for moment in (AT - timedelta(minutes=1), AT + timedelta(minutes=1)))
    assert before.get_revoked_certificate_by_serial_number(made.seal.serial_number) is None
    entry = after.get_revoked_certificate_by_serial_number(made.seal.serial_number)
    assert entry is not None
    assert entry.revocation_date_utc == AT
    assert after.is_signature_valid(made.issuer.public_key())
    assert seal(letter(), at=AT - timedelta(minutes=1))
    with pytest.raises(SealRefused, match="revoked"):
        seal(letter(), at=AT + timedelta(minutes=1))


def test_a_seal_outside_the_life_of_its_certificate_is_refused(own_house: Path) -> None:
    ends = development.authority(at=AT).seal.not_valid_after_utc
    assert seal(letter(), at=ends)
    with pytest.raises(SealRefused, match="put a valid one into the key store"):
        seal(letter(), at=ends + timedelta(seconds=1))
