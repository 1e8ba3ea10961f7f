"""Seals with a certificate that was bought: from the key store, with lists and time stamps over HTTP; no database."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12

from dienests.kernel.keys.store import KeyStoreError
from dienests.kernel.signatures import asking
from dienests.kernel.signatures.sealing import SealRefused, seal, sealing_now
from dienests.kernel.signatures.stamping import request
from dienests.kernel.signatures.tests.documents import letter
from dienests.kernel.signatures.tests.issuing import Outside, serving
from dienests.kernel.signatures.tests.signing import taken_out

NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def outside(tmp_path: Path, settings: Any) -> Iterator[Outside]:
    settings.DATA_DIR, settings.KEY_URL = tmp_path / "data", (tmp_path / "keys").as_uri()
    (tmp_path / "keys").mkdir(mode=0o700)
    asking._KEPT.clear()
    with serving(Outside(starts=NOW - timedelta(days=30), ends=NOW + timedelta(days=30))) as provider:
        settings.TSA_URL = f"{provider.url}/stamps"
        yield provider


def _put(name: str, content: bytes, *, place: Path, mode: int = 0o600) -> None:
    (place / name).parent.mkdir(exist_ok=True)
    (place / name).write_bytes(content)
    (place / name).chmod(mode)


def test_a_certificate_in_pem_seals_with_stamps_and_lists_from_outside(outside: Outside, tmp_path: Path) -> None:
    _put("seal.pem", outside.pem(), place=tmp_path / "keys")
    told = sealing_now(at=NOW)
    assert (told.subject, told.organisation) == ("Izdomātās iestādes zīmogs", "Izdomātā iestāde")
    assert not told.is_development
    assert not told.stamps_are_development
    sealed = seal(letter(), level="B-LT", at=NOW)
    with pikepdf.open(BytesIO(sealed)) as document:
        assert len(document.Root.DSS.CRLs) >= 1
        assert outside.root.public_bytes(Encoding.DER) in [each.read_bytes() for each in document.Root.DSS.Certs]
        assert str(document.Root.AcroForm.Fields[0].V.Name) == "Izdomātā iestāde"
    signer = cms.ContentInfo.load(taken_out(sealed)[1])["content"]["signer_infos"][0]
    token = signer["unsigned_attrs"][0]["values"][0]["content"]
    assert token["certificates"][0].chosen.subject.native["common_name"] == "Izdomātā laika zīmogi"
    assert not (tmp_path / "data" / "seals").exists(), "the development authority is not needed"


def test_what_the_issuers_said_is_remembered_for_the_next_letter(outside: Outside, tmp_path: Path) -> None:
    _put("seal.pem", outside.pem(), place=tmp_path / "keys")
    seal(letter(), at=NOW)
    before = outside.answers
    seal(letter(), at=NOW)
    assert outside.answers == before + 1, "one time stamp, and no list"


@pytest.mark.parametrize("password", [None, b"secret"])
def test_a_packed_certificate_is_opened_with_its_password(
    outside: Outside, tmp_path: Path, password: bytes | None
) -> None:
    wrapped = BestAvailableEncryption(password or b"other")
    packed = pkcs12.serialize_key_and_certificates(b"x", outside.seal_key, outside.seal, [outside.root], wrapped)
    _put("seal.p12", packed, place=tmp_path / "keys")
    if password is None:
        with pytest.raises(SealRefused, match=r"check the file and seal\.password"):
            seal(letter(), at=NOW)
    else:
        _put("seal.password", password + b"\n", place=tmp_path / "keys")
        assert seal(letter(), at=NOW)


def test_an_rsa_key_seals_as_well(tmp_path: Path, settings: Any, outside: Outside) -> None:
    key = rsa.generate_private_key(65537, 2048)
    provider = Outside(starts=NOW - timedelta(days=1), ends=NOW + timedelta(days=1), seal_key=key)
    with serving(provider):
        _put("seal.pem", provider.pem(), place=tmp_path / "keys")
        settings.TSA_URL = f"{provider.url}/stamps"
        signer = cms.ContentInfo.load(taken_out(seal(letter(), at=NOW))[1])["content"]["signer_infos"][0]
    assert signer["signature_algorithm"]["algorithm"].native == "sha256_rsa"


def test_an_open_key_file_is_refused(outside: Outside, tmp_path: Path) -> None:
    _put("seal.pem", outside.pem(), place=tmp_path / "keys", mode=0o644)
    with pytest.raises(KeyStoreError, match="chmod 600"):
        seal(letter(), at=NOW)


def test_a_key_without_its_certificate_is_refused(outside: Outside, tmp_path: Path) -> None:
    outside.seal_key = ec.generate_private_key(ec.SECP256R1())
    _put("seal.pem", outside.pem(), place=tmp_path / "keys")
    with pytest.raises(SealRefused, match="no certificate that belongs to its key"):
        seal(letter(), at=NOW)


def test_an_expired_certificate_is_refused(outside: Outside, tmp_path: Path) -> None:
    _put("seal.pem", outside.pem(), place=tmp_path / "keys")
    with pytest.raises(SealRefused, match="put a valid one"):
        seal(letter(), at=NOW + timedelta(days=31))


def test_a_revoked_certificate_makes_no_lasting_seal(outside: Outside, tmp_path: Path) -> None:
    _put("seal.pem", outside.pem(), place=tmp_path / "keys")
    outside.revoked[outside.seal.serial_number] = NOW - timedelta(days=2)
    with pytest.raises(SealRefused, match="cannot be used"):
        seal(letter(), level="B-LT", at=NOW)


def test_without_an_answer_of_the_time_stamp_authority_nothing_is_sealed(
    outside: Outside, tmp_path: Path, settings: Any
) -> None:
    _put("seal.pem", outside.pem(), place=tmp_path / "keys")
    settings.TSA_URL = "http://127.0.0.1:9/"
    with pytest.raises(SealRefused, match="does not answer"):
        seal(letter(), level="B-T", at=NOW)
    assert seal(letter(), level="B-B", at=NOW)


def test_a_time_stamp_for_something_else_is_refused(outside: Outside, tmp_path: Path) -> None:
    _put("seal.pem", outside.pem(), place=tmp_path / "keys")
    seal(letter(), level="B-T", at=NOW)
    outside.broken = outside.stamped(request(bytes(32)).dump())
    with pytest.raises(SealRefused, match="no time stamp for this document"):
        seal(letter(), level="B-T", at=NOW)
    outside.broken = b"<html>"
    with pytest.raises(SealRefused, match="no time stamp for this document"):
        seal(letter(), level="B-T", at=NOW)


def test_an_unknown_root_is_named(outside: Outside, tmp_path: Path) -> None:
    pem = outside.pem()
    _put("seal.pem", pem[: pem.rindex(b"-----BEGIN CERT")], place=tmp_path / "keys")
    with pytest.raises(SealRefused, match="folder trust"):
        seal(letter(), level="B-LT", at=NOW)
    _put("trust/root.crt", outside.root.public_bytes(Encoding.DER), place=tmp_path / "keys", mode=0o644)
    assert seal(letter(), level="B-LT", at=NOW)
