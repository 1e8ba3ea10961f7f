"""Signed data (CMS, RFC 5652) with the attributes of CAdES: the core of a seal and of a time stamp alike."""

import hashlib
from collections.abc import Callable, Iterable

from asn1crypto import algos, cms, core, tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
DIGEST = algos.DigestAlgorithm({"algorithm": "sha256"})


def signed(
    *,
    kind: str,
    digest: bytes,
    content: bytes | None = None,
    certificate: x509.Certificate,
    key: PrivateKey,
    chain: Iterable[x509.Certificate] = (),
    stamp: Callable[[bytes], cms.ContentInfo] | None = None,
) -> cms.ContentInfo:
    """Return signed data over a SHA-256 digest; `content` goes inside, `stamp` turns a digest into a time stamp.

    `kind` is the content type: `data` for a document, `tst_info` for a time stamp.
    """
    attributes = _attributes(kind, digest, certificate)
    signature = _signature(key, attributes.dump())
    signer = {
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": _identity(certificate)}),
        "digest_algorithm": DIGEST,
        "signature_algorithm": {"algorithm": "sha256_rsa" if isinstance(key, rsa.RSAPrivateKey) else "sha256_ecdsa"},
        "signed_attrs": attributes,
        "signature": signature,
    }
    if stamp is not None:
        token = stamp(hashlib.sha256(signature).digest())
        signer["unsigned_attrs"] = [_attribute("signature_time_stamp_token", token)]
    data = {
        "version": "v1" if kind == "data" else "v3",
        "digest_algorithms": [DIGEST],
        "encap_content_info": {"content_type": kind} | _inside(content),
        "certificates": [certificate, *chain],
        "signer_infos": [signer],
    }
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(data)})


def certificate_id(certificate: x509.Certificate) -> tsp.SigningCertificateV2:
    """Return the attribute that ties a signature to one certificate (RFC 5035), hashed with SHA-256."""
    name = x509.GeneralName(name="directory_name", value=certificate.issuer)
    serial = {"issuer": [name], "serial_number": certificate.serial_number}
    hashed = {"cert_hash": certificate.sha256, "issuer_serial": serial}
    return tsp.SigningCertificateV2({"certs": [hashed]})


def _inside(content: bytes | None) -> dict[str, core.ParsableOctetString]:
    return {} if content is None else {"content": core.ParsableOctetString(content)}


def _attributes(kind: str, digest: bytes, certificate: x509.Certificate) -> cms.CMSAttributes:
    return cms.CMSAttributes(
        [
            _attribute("content_type", kind),
            _attribute("message_digest", digest),
            _attribute("signing_certificate_v2", certificate_id(certificate)),
        ]
    )


def _attribute(kind: str, value: object) -> cms.CMSAttribute:
    return cms.CMSAttribute({"type": kind, "values": [value]})


def _identity(certificate: x509.Certificate) -> cms.IssuerAndSerialNumber:
    return cms.IssuerAndSerialNumber({"issuer": certificate.issuer, "serial_number": certificate.serial_number})


def _signature(key: PrivateKey, content: bytes) -> bytes:
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(content, padding.PKCS1v15(), hashes.SHA256())
    return key.sign(content, ec.ECDSA(hashes.SHA256()))
