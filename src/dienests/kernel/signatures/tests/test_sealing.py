"""Seals: what they look like to other programs, and what they leave as it was; no database."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.serialization import Encoding

from dienests.kernel.signatures import authority as development
from dienests.kernel.signatures.sealing import LEVELS, SealRefused, seal, sealing_now
from dienests.kernel.signatures.tests.documents import letter
from dienests.kernel.signatures.tests.signing import AT, taken_out


@pytest.mark.parametrize("level", LEVELS)
def test_a_seal_leaves_the_document_byte_for_byte_and_is_one_addition(level: str) -> None:
    sealed = seal(letter(), level=level, at=AT)
    assert sealed.startswith(letter())
    assert sealed.count(b"/ByteRange") == 1
    signed, signature = taken_out(sealed)
    assert len(signed) + 2 * len(signature) + 2 == len(sealed)


def test_a_sealed_letter_of_two_pages_is_small() -> None:
    with pikepdf.open(BytesIO(letter())) as document:
        assert len(document.pages) == 2
    assert len(seal(letter(), level="B-LT", at=AT)) <= 80 * 1024


@pytest.mark.parametrize("level", LEVELS)
def test_openssl_agrees_with_the_signature(level: str, tmp_path: Path) -> None:
    signed, signature = taken_out(seal(letter(), level=level, at=AT))
    made = _files(tmp_path, signed, signature)
    done = _openssl("cms", "-verify", "-inform", "DER", "-in", made["signature"], "-content", made["signed"], "-binary",
                    "-CAfile", made["root"], "-certfile", made["issuer"], "-purpose", "any", "-cades",
                    "-out", tmp_path / "out")  # fmt: skip
    assert "CAdES Verification successful" in done.stderr, done.stderr
    assert (tmp_path / "out").read_bytes() == signed
    Path(made["signed"]).write_bytes(signed.replace(b"/Catalog", b"/catalog", 1))
    assert _openssl("cms", "-verify", "-inform", "DER", "-in", made["signature"], "-content", made["signed"],
                    "-binary", "-CAfile", made["root"], "-certfile", made["issuer"], "-purpose", "any",
                    "-out", tmp_path / "out").returncode  # fmt: skip


def test_openssl_agrees_with_the_time_stamp(tmp_path: Path) -> None:
    signed, signature = taken_out(seal(letter(), level="B-T", at=AT))
    signer = cms.ContentInfo.load(signature)["content"]["signer_infos"][0]
    token = signer["unsigned_attrs"][0]["values"][0]
    made = _files(tmp_path, signed, signature)
    (tmp_path / "token").write_bytes(token.dump())
    (tmp_path / "value").write_bytes(signer["signature"].native)
    words = ["ts", "-verify", "-data", tmp_path / "value", "-in", tmp_path / "token", "-token_in",
             "-CAfile", made["root"], "-untrusted", made["issuer"]]  # fmt: skip
    assert "Verification: OK" in _openssl(*words).stdout
    (tmp_path / "value").write_bytes(signer["signature"].native[:-1] + b"x")
    assert "Verification: FAILED" in _openssl(*words).stdout
    info = token["content"]["encap_content_info"]["content"].parsed
    assert info["gen_time"].native == AT


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler-utils is not installed")
def test_another_reader_of_pdf_finds_the_whole_document_signed(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(seal(letter(), level="B-LT", at=AT))
    told = subprocess.run(["pdfsig", "-nocert", tmp_path / "letter.pdf"], capture_output=True, text=True, check=True)
    assert "Signature is Valid" in told.stdout
    assert "Total document signed" in told.stdout
    assert "ETSI.CAdES.detached" in told.stdout


def test_the_evidence_of_a_lasting_seal_stands_in_the_signed_revision() -> None:
    with pikepdf.open(BytesIO(seal(letter(), level="B-LT", at=AT))) as document:
        kept = document.Root.DSS
        certificates = [each.read_bytes() for each in kept.Certs]
        made = development.authority(at=AT)
        assert made.root.public_bytes(Encoding.DER) in certificates
        assert made.stamp.public_bytes(Encoding.DER) in certificates
        assert len(kept.CRLs) == 2


def test_the_seal_is_a_named_and_tagged_field_so_that_a_screen_reader_tells_it() -> None:
    sealed = seal(letter(), at=AT, tooltip="Iestādes elektroniskais zīmogs")
    with pikepdf.open(BytesIO(sealed)) as document:
        (field,) = document.Root.AcroForm.Fields
        assert str(field.TU) == "Iestādes elektroniskais zīmogs"
        assert field.F & 4, "PDF/A asks that it can be printed"
        page = document.pages[0].obj
        assert page.Tabs == "/S"
        assert field.objgen in [each.objgen for each in page.Annots]
        nums = list(document.Root.StructTreeRoot.ParentTree.Nums)
        element = nums[[int(key) for key in nums[::2]].index(int(field.StructParent)) * 2 + 1]
        assert element.S == "/Form"
        assert element.K.Obj.objgen == field.objgen
        assert element.P.objgen == document.Root.StructTreeRoot.K[0].objgen
        assert element.objgen in [each.objgen for each in element.P.K]
        assert int(document.Root.StructTreeRoot.ParentTreeNextKey) > int(field.StructParent)


def test_pdf_a_and_pdf_ua_stay_true_after_sealing() -> None:
    with pikepdf.open(BytesIO(letter())) as before, pikepdf.open(BytesIO(seal(letter(), at=AT))) as after:
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert str(after.docinfo["/Title"]) == str(before.docinfo["/Title"])
        assert after.docinfo["/ModDate"] == before.docinfo["/ModDate"]
        assert after.Root.MarkInfo.Marked
        assert after.Root.Lang == "lv"
        assert "/OutputIntents" in after.Root
        assert not after.check_pdf_syntax()
        assert after.trailer.ID[0] == before.trailer.ID[0]


def test_nothing_may_be_changed_after_the_seal() -> None:
    with pikepdf.open(BytesIO(seal(letter(), at=AT))) as document:
        rule = document.Root.Perms.DocMDP.Reference[0]
        assert rule.TransformMethod == "/DocMDP"
        assert rule.TransformParams.P == 1


def test_a_sealed_document_is_not_sealed_again() -> None:
    with pytest.raises(SealRefused, match="sealed already"):
        seal(seal(letter(), at=AT), at=AT)


def test_a_document_without_tags_is_sealed_too() -> None:
    plain = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(plain)
    with pikepdf.open(BytesIO(seal(plain.getvalue(), at=AT))) as document:
        assert document.Root.AcroForm.Fields[0].FT == "/Sig"


@pytest.mark.parametrize("content", [b"", b"no document", b"%PDF-1.7\n", letter()[:5000]])
def test_what_is_no_document_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(SealRefused, match="no PDF document"):
        seal(content, at=AT)


def test_a_locked_document_is_refused() -> None:
    locked = BytesIO()
    with pikepdf.open(BytesIO(letter())) as document:
        document.save(locked, encryption=pikepdf.Encryption(owner="one", user="two"))
    with pytest.raises(SealRefused, match="password"):
        seal(locked.getvalue(), at=AT)


def test_the_development_seal_says_loudly_what_it_is() -> None:
    told = sealing_now(at=AT)
    assert told.is_development
    assert told.stamps_are_development
    assert told.subject == "DEVELOPMENT SEAL - proves nothing"
    assert told.organisation.startswith("DEVELOPMENT ONLY")


def _files(place: Path, signed: bytes, signature: bytes) -> dict[str, Path]:
    made = development.authority(at=AT)
    contents = {
        "signed": signed,
        "signature": signature,
        "root": made.root.public_bytes(Encoding.PEM),
        "issuer": made.issuer.public_bytes(Encoding.PEM),
    }
    for name, content in contents.items():
        (place / name).write_bytes(content)
    return {name: place / name for name in contents}


def _openssl(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["openssl", *map(str, words)], capture_output=True, text=True, check=False)
