"""The cryptographic core of a signature: the digest, the signed attributes, the time stamp upon it."""

import hashlib
from datetime import datetime

from asn1crypto import cms, tsp, x509
from cryptography.x509 import load_der_x509_certificate
from pyhanko.sign.general import SignedDataCerts
from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, validate_sig_integrity

from dienests.kernel.signatures.examination.byte_range import der_length
from dienests.kernel.signatures.examination.facts import Stamp
from dienests.kernel.signatures.examination.names import holder
from dienests.kernel.signatures.examination.shell import exact
from dienests.kernel.signatures.examination.trust import GOOD, Known, judged
from dienests.kernel.signatures.examination.unreadable import UNREADABLE

STRONG = {"sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512"}


def parsed(signature: bytes) -> tuple[cms.SignedData, cms.SignerInfo, SignedDataCerts] | None:
    """Return signed data, the one signer and the certificates; None where it is no sound CMS of one signer."""
    try:
        content = cms.ContentInfo.load(signature[: der_length(signature)], strict=True)
        if content["content_type"].native != "signed_data":
            return None
        data = content["content"]
        (signer,) = data["signer_infos"]
        found = extract_certs_for_validation(data)
        return (data, signer, found) if _sound(data, signer, found.signer_cert) else None
    except UNREADABLE:
        return None


def integrity(signer: cms.SignerInfo, certificate: x509.Certificate, kind: str, digest: bytes) -> str:
    """Return intact, changed (the document), forged (the signature itself) or malformed."""
    try:
        same, genuine = validate_sig_integrity(signer, certificate, kind, digest)
    except UNREADABLE:
        return "malformed"
    if not genuine:
        return "forged"
    return "intact" if same else "changed"


def algorithm(signer: cms.SignerInfo) -> str:
    """Return the name of the hash function of a signature."""
    return str(signer["digest_algorithm"]["algorithm"].native)


def digest(name: str, *parts: bytes | memoryview) -> bytes:
    """Return the digest over several parts of a file, one behind the other."""
    hashed = hashlib.new(name)
    for each in parts:
        hashed.update(each)
    return hashed.digest()


def token_in(signature: bytes) -> cms.ContentInfo:
    """Return the time stamp that a document time stamp is; it was parsed before."""
    return cms.ContentInfo.load(signature[: der_length(signature)], strict=True)


def damaged(found: SignedDataCerts, known: Known) -> bool:
    """Tell whether a certificate beside that of the signer was changed: its issuer is at hand and did not issue it."""
    return any(issuers and not _issued(each, issuers) for each, issuers in _issuers(found, known))


def stray(found: SignedDataCerts, known: Known) -> bool:
    """Tell whether a certificate lies beside that of the signer which nothing leads to; only where a path was found."""
    return any(not issuers for _each, issuers in _issuers(found, known))


def _issuers(found: SignedDataCerts, known: Known) -> list[tuple[x509.Certificate, list[x509.Certificate]]]:
    roots = known.material.roots()
    near = [*found.other_certs, found.signer_cert, *known.certificates, *roots]
    trusted = {each.sha256 for each in roots}
    beside = [each for each in found.other_certs if each.sha256 not in trusted]
    return [(each, [one for one in near if one.subject == each.issuer]) for each in beside]


def _issued(certificate: x509.Certificate, issuers: list[x509.Certificate]) -> bool:
    for each in issuers:
        try:
            own = load_der_x509_certificate(certificate.dump())
            own.verify_directly_issued_by(load_der_x509_certificate(each.dump()))
        except UNREADABLE:
            continue
        return True
    return False


def token_of(signer: cms.SignerInfo) -> cms.ContentInfo | None:
    """Return the time stamp upon a signature, None where there is none."""
    for attribute in signer["unsigned_attrs"]:
        if attribute["type"].native == "signature_time_stamp_token":
            return attribute["values"][0]
    return None


async def stamp(token: cms.ContentInfo, over: bytes | memoryview, known: Known, *, at: datetime) -> Stamp:
    """Return what a time stamp over `over` is worth at `at`."""
    found = parsed(token.dump())
    if found is None:
        return Stamp("broken")
    data, signer, certificates = found
    try:
        content = data["encap_content_info"]["content"]
        info = content.parsed
        if not isinstance(info, tsp.TSTInfo):
            return Stamp("broken")
        told = info["gen_time"].native
        imprint, kind = info["message_imprint"], info["message_imprint"]["hash_algorithm"]["algorithm"].native
        digest = hashlib.new(algorithm(signer), bytes(content)).digest()
        about = hashlib.new(kind, over).digest() == imprint["hashed_message"].native
    except UNREADABLE:
        return Stamp("broken")
    if not exact(token.dump()) or damaged(certificates, known):
        return Stamp("broken", told.isoformat(), holder(certificates.signer_cert))
    whole = integrity(signer, certificates.signer_cert, "tst_info", digest) == "intact"
    if not whole or not about:
        return Stamp("broken", told.isoformat(), holder(certificates.signer_cert))
    if kind not in STRONG or algorithm(signer) not in STRONG:
        return Stamp("weak", told.isoformat(), holder(certificates.signer_cert))
    authority = await judged(certificates.signer_cert, known.beside(certificates.other_certs), at=at, usage="stamp")
    if authority.state in GOOD and told > at:
        return Stamp("future", told.isoformat(), authority)
    if authority.state in GOOD and stray(certificates, known):
        return Stamp("broken", told.isoformat(), authority)
    return Stamp("good" if authority.state in GOOD else authority.state, told.isoformat(), authority)


def _sound(data: cms.SignedData, signer: cms.SignerInfo, certificate: x509.Certificate) -> bool:
    """Tell whether the digest and the issuer that are named outside are those that were used, letter by letter."""
    named = {each["algorithm"].native for each in data["digest_algorithms"]}
    who = signer["sid"].chosen
    by_name = isinstance(who, cms.IssuerAndSerialNumber)
    return named == {algorithm(signer)} and (not by_name or who["issuer"].dump() == certificate.issuer.dump())
