"""Answers of an authority (OCSP) that a document carries, added behind its signature as proofs are."""

from datetime import datetime, timedelta
from io import BytesIO

from asn1crypto import ocsp as read
from asn1crypto import x509 as plain
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from pyhanko.sign.validation.dss import DocumentSecurityStore

from dienests.kernel.signatures.tests.issuing import Outside


def answered(pdf: bytes, outside: Outside, *, at: datetime) -> bytes:
    """Return a document that carries the word of its authority that no certificate was revoked."""
    out = BytesIO(pdf)
    answers = [_good(each, outside, at) for each in (outside.seal, outside.stamp)]
    known = [plain.Certificate.load(each.public_bytes(Encoding.DER)) for each in (outside.root, outside.stamp)]
    DocumentSecurityStore.add_dss(out, None, certs=known, ocsps=answers)
    return out.getvalue()


def _good(certificate: x509.Certificate, outside: Outside, at: datetime) -> read.OCSPResponse:
    made = (
        ocsp.OCSPResponseBuilder()
        .add_response(
            cert=certificate, issuer=outside.root, algorithm=hashes.SHA1(), cert_status=ocsp.OCSPCertStatus.GOOD,
            this_update=at, next_update=at + timedelta(days=7), revocation_time=None, revocation_reason=None,
        )
        .responder_id(ocsp.OCSPResponderEncoding.NAME, outside.root)
        .sign(outside.root_key, hashes.SHA256())
    )  # fmt: skip
    return read.OCSPResponse.load(made.public_bytes(Encoding.DER))
