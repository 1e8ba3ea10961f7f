"""Time stamps (RFC 3161) of an authority whose key is at hand."""

import hashlib
import secrets
from datetime import UTC, datetime

from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1

from dienests.kernel.signatures.signed_data import DIGEST, PrivateKey, signed

# A policy of nobody's: an object identifier under the random arc of ITU-T X.667.
POLICY = "2.25.147223641905529826117250236618493617843"


class DevelopmentStamper:
    """Stamps with the clock that it is given."""

    def __init__(self, certificate: bytes, key: PrivateKey) -> None:
        """Keep the certificate, given in DER, and its key."""
        self._key, self._certificate = key, asn1.Certificate.load(certificate)

    def stamp(self, digest: bytes, *, at: datetime) -> cms.ContentInfo:
        """Return a token over a SHA-256 digest."""
        return self.answer(request(digest), at=at)["time_stamp_token"]

    def answer(self, asked: tsp.TimeStampReq, *, at: datetime) -> tsp.TimeStampResp:
        """Answer a request as an authority does that is asked over HTTP."""
        told = {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": asked["message_imprint"],
            "serial_number": secrets.randbits(63) | 1 << 62,
            "gen_time": at.astimezone(UTC).replace(microsecond=0),
        }
        if asked["nonce"].native is not None:
            told["nonce"] = asked["nonce"]
        info = bytes(tsp.TSTInfo(told).dump())
        token = signed(
            kind="tst_info",
            digest=hashlib.sha256(info).digest(),
            content=info,
            certificate=self._certificate,
            key=self._key,
        )
        return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})


def request(digest: bytes) -> tsp.TimeStampReq:
    """Return a request for a stamp over a SHA-256 digest, with a nonce of its own."""
    return tsp.TimeStampReq(
        {
            "version": 1,
            "message_imprint": {"hash_algorithm": DIGEST, "hashed_message": digest},
            "nonce": secrets.randbits(63) | 1 << 62,
            "cert_req": True,
        }
    )
