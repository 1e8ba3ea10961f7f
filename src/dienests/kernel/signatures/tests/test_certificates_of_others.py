"""Documents sealed by others: whom we know, whose certificate ended or was revoked, whose time stamp is broken."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils.translation import override

from dienests.kernel.signatures import asking
from dienests.kernel.signatures.anchors import material
from dienests.kernel.signatures.certificates import revocation_list
from dienests.kernel.signatures.examination.examine import examine
from dienests.kernel.signatures.examination.facts import Facts, Signature
from dienests.kernel.signatures.sealing import seal
from dienests.kernel.signatures.tests.answering import answered
from dienests.kernel.signatures.tests.documents import letter
from dienests.kernel.signatures.tests.issuing import Outside, serving
from dienests.kernel.signatures.tests.signing import gap
from dienests.kernel.signatures.words import lines

NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)


@pytest.fixture
def outside(tmp_path: Path, settings: Any) -> Iterator[Outside]:
    settings.DATA_DIR, settings.KEY_URL = tmp_path / "data", (tmp_path / "keys").as_uri()
    (tmp_path / "keys" / "trust").mkdir(mode=0o700, parents=True)
    asking._KEPT.clear()
    with serving(Outside(starts=NOW - 30 * DAY, ends=NOW + 30 * DAY)) as provider:
        (tmp_path / "keys" / "seal.pem").write_bytes(provider.pem())
        (tmp_path / "keys" / "seal.pem").chmod(0o600)
        settings.TSA_URL = f"{provider.url}/stamps"
        yield provider


def _trust(outside: Outside, tmp_path: Path) -> None:
    (tmp_path / "keys" / "trust" / "root.pem").write_bytes(outside.root.public_bytes(Encoding.PEM))


def _with_answers(outside: Outside, tmp_path: Path) -> bytes:
    """Return a sealed document that carries its authority's word that nothing was revoked."""
    outside.asked = True
    outside.certify()
    (tmp_path / "keys" / "seal.pem").write_bytes(outside.pem())
    return answered(seal(letter(), level="B-T", at=NOW), outside, at=NOW)


def _list(outside: Outside, tmp_path: Path, *, at: datetime) -> None:
    """Put a list of that moment beside the anchor."""
    made = revocation_list(issuer=outside.root.subject, by=outside.root_key, revoked=outside.revoked, number=2,
                           starts=at, ends=at + 7 * DAY)  # fmt: skip
    (tmp_path / "keys" / "trust" / "root.crl").write_bytes(made.public_bytes(Encoding.DER))


def _facts(pdf: bytes, at: datetime) -> Facts:
    return examine(pdf, at=at, material=material(at))


def _one(pdf: bytes, at: datetime) -> Signature:
    (told,) = _facts(pdf, at).signatures
    return told


def _said(pdf: bytes, at: datetime) -> str:
    with override("en"):
        return " ".join(line.text for line in lines(_facts(pdf, at)))


def test_a_known_authority_makes_the_seal_valid_and_its_holder_named(outside: Outside, tmp_path: Path) -> None:
    sealed = seal(letter(), level="B-LT", at=NOW)
    assert _one(sealed, NOW + DAY).reasons == ["stamp_unknown", "certificate_unknown"]
    assert "proves nothing by itself" in _said(sealed, NOW + DAY)
    _trust(outside, tmp_path)
    told = _one(sealed, NOW + DAY)
    assert (told.state, told.level) == ("valid", "B-LT")
    assert told.holder is not None
    assert (told.holder.state, told.holder.name, told.holder.organisation, told.holder.country) == (
        "trusted", "Izdomātās iestādes zīmogs", "Izdomātā iestāde", "LV",
    )  # fmt: skip
    assert "Electronic signature of “Izdomātās iestādes zīmogs, Izdomātā iestāde”" in _said(sealed, NOW + DAY)


def test_an_expired_certificate_spoils_only_what_was_not_stamped(outside: Outside, tmp_path: Path) -> None:
    _trust(outside, tmp_path)
    bare, lasting = (seal(letter(), level=level, at=NOW) for level in ("B-B", "B-LT"))
    late = NOW + 31 * DAY
    told = _one(bare, late)
    assert (told.state, told.reasons) == ("undetermined", ["certificate_expired"])
    assert "nothing proves that the signature was made before" in _said(bare, late)
    # The stamp's own certificate ends on the same day: without an archive time stamp its proof ends too.
    assert _one(lasting, late).reasons == ["stamp_expired", "certificate_expired"]


def test_a_certificate_revoked_after_the_stamp_keeps_the_seal(outside: Outside, tmp_path: Path) -> None:
    _trust(outside, tmp_path)
    sealed = seal(letter(), level="B-LT", at=NOW)
    outside.revoked[outside.seal.serial_number] = NOW + DAY
    _list(outside, tmp_path, at=NOW + DAY)
    told = _one(sealed, NOW + 2 * DAY)
    assert (told.state, told.reasons) == ("valid", [])
    assert "keeps its worth" in _said(sealed, NOW + 2 * DAY)


def test_a_certificate_revoked_before_the_stamp_spoils_the_seal_whatever_it_carries(
    outside: Outside, tmp_path: Path
) -> None:
    _trust(outside, tmp_path)
    sealed = seal(letter(), level="B-LT", at=NOW)
    outside.revoked[outside.seal.serial_number] = NOW - DAY
    _list(outside, tmp_path, at=NOW + DAY)
    told = _one(sealed, NOW + 2 * DAY)
    assert (told.state, told.reasons) == ("not_valid", ["certificate_revoked"])
    assert "before the signature was made" in _said(sealed, NOW + 2 * DAY)


@pytest.mark.parametrize(
    ("whose", "state", "reason"), [("seal", "not_valid", "certificate_revoked"), ("stamp", "valid", "stamp_revoked")]
)
def test_no_answer_that_a_document_carries_goes_before_the_lists_of_this_installation(
    outside: Outside, tmp_path: Path, whose: str, state: str, reason: str
) -> None:
    _trust(outside, tmp_path)
    sealed = _with_answers(outside, tmp_path)
    assert (_one(sealed, NOW + DAY).state, _one(sealed, NOW + DAY).level) == ("valid", "B-LT")
    outside.revoked[getattr(outside, whose).serial_number] = NOW - DAY
    _list(outside, tmp_path, at=NOW)
    told = _one(sealed, NOW + DAY)
    assert (told.state, told.reasons) == (state, [reason])
    assert bool(told.proven_at) == (whose == "seal"), "a revoked stamp proves no time"
    assert "keeps its worth" not in _said(sealed, NOW + DAY)


def test_a_list_that_is_out_of_date_still_tells_who_was_revoked(outside: Outside, tmp_path: Path) -> None:
    _trust(outside, tmp_path)
    sealed = _with_answers(outside, tmp_path)
    outside.revoked[outside.seal.serial_number] = NOW - 20 * DAY
    _list(outside, tmp_path, at=NOW - 15 * DAY)
    assert _one(sealed, NOW + DAY).reasons == ["certificate_revoked"]
    outside.root_key = outside.stamp_key
    _list(outside, tmp_path, at=NOW - 15 * DAY)
    assert _one(sealed, NOW + DAY).state == "valid", "somebody else signed that list"


def test_a_revoked_certificate_without_a_stamp_proves_nothing(outside: Outside, tmp_path: Path) -> None:
    _trust(outside, tmp_path)
    sealed = seal(letter(), level="B-B", at=NOW)
    assert _one(sealed, NOW).reasons == ["certificate_unchecked"]
    outside.revoked[outside.seal.serial_number] = NOW + DAY
    _list(outside, tmp_path, at=NOW + DAY)
    told = _one(sealed, NOW + 2 * DAY)
    assert (told.state, told.reasons) == ("not_valid", ["certificate_revoked_unproven"])


def test_a_list_that_somebody_else_signed_is_no_list(outside: Outside, tmp_path: Path) -> None:
    _trust(outside, tmp_path)
    sealed = seal(letter(), level="B-B", at=NOW)
    outside.root_key = outside.stamp_key
    _list(outside, tmp_path, at=NOW)
    assert _one(sealed, NOW).reasons == ["certificate_unchecked"]


def _stamp_end(der: bytes) -> bytes:
    """Change the last byte of the signature of the time stamp, which ends the whole."""
    return der[:-1] + bytes([der[-1] ^ 1])


def _stamp_digest(der: bytes) -> bytes:
    """Change the digest that the time stamp is about."""
    place = der.index(bytes.fromhex("0420"), der.index(bytes.fromhex("2a864886f70d0109100104"))) + 5
    return der[:place] + bytes([der[place] ^ 1]) + der[place + 1 :]


@pytest.mark.parametrize("damage", [_stamp_end, _stamp_digest])
def test_a_broken_time_stamp_is_named(outside: Outside, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    _trust(outside, tmp_path)
    sealed = seal(letter(), level="B-T", at=NOW)
    _list(outside, tmp_path, at=NOW)
    assert _one(sealed, NOW + timedelta(hours=1)).state == "valid"
    start, end = gap(sealed)
    whole = bytes.fromhex(sealed[start + 1 : end - 1].decode())
    der = whole.rstrip(b"\0")
    changed = damage(der) + bytes(len(whole) - len(der))
    forged = sealed[: start + 1] + changed.hex().encode() + sealed[end - 1 :]
    told = _one(forged, NOW + timedelta(hours=1))
    assert (told.state, told.stamp.state) == ("not_valid", "broken")
    assert "The time stamp is broken" in _said(forged, NOW + timedelta(hours=1))


def test_a_time_stamp_of_the_future_is_named(outside: Outside, tmp_path: Path) -> None:
    _trust(outside, tmp_path)
    sealed = seal(letter(), level="B-LT", at=NOW)
    assert _one(sealed, NOW - DAY).stamp.state == "future"


def test_a_certificate_for_something_else_is_none_for_documents(outside: Outside, tmp_path: Path) -> None:
    _trust(outside, tmp_path)
    outside.seal, outside.seal_key = outside.stamp, outside.stamp_key
    (tmp_path / "keys" / "seal.pem").write_bytes(outside.pem())
    told = _one(seal(letter(), level="B-LT", at=NOW), NOW + DAY)
    assert (told.state, told.reasons) == ("not_valid", ["certificate_wrong_use"])
    assert told.stamp.state == "good"


def test_whoever_signed_his_own_certificate_is_unknown_until_he_is_trusted(outside: Outside, tmp_path: Path) -> None:
    outside.seal_key = outside.root_key
    outside.seal = outside._issued("Izdomātā sakne", outside.root_key)
    (tmp_path / "keys" / "seal.pem").write_bytes(outside.pem())
    sealed = seal(letter(), level="B-B", at=NOW)
    assert _one(sealed, NOW).reasons == ["certificate_unknown"]
