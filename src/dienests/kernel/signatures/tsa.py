"""Time stamps (RFC 3161) of an authority that answers over HTTP."""

import hashlib
from datetime import UTC, datetime

import requests
from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1
from pyhanko.sign.general import SignedDataCerts
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, validate_sig_integrity

from dienests.kernel.signatures.refusals import SealRefused
from dienests.kernel.signatures.stamping import request

SECONDS = 10.0
MOST_BYTES = 200_000


class HttpStamper:
    """Asks an authority over HTTP; it has a clock of its own."""

    def __init__(self, url: str) -> None:
        """Keep the address; who signs the stamps is learned from them."""
        self.url = url
        self._signers: dict[bytes, asn1.Certificate] = {}
        self._known: dict[bytes, asn1.Certificate] = {}

    def signers(self) -> list[asn1.Certificate]:
        """Return the certificates that signed its stamps so far; where there is none yet, ask for a stamp."""
        if not self._signers:
            self.stamp(bytes(32), at=datetime.now(UTC))
        return list(self._signers.values())

    def known(self) -> list[asn1.Certificate]:
        """Return the certificates that came with its stamps."""
        return list(self._known.values())

    def stamp(self, digest: bytes, *, at: datetime) -> cms.ContentInfo:
        """Return a token over a SHA-256 digest; raises SealRefused when there is none that holds."""
        asked = request(digest)
        content = self._asked(asked.dump())
        try:
            token = tsp.TimeStampResp.load(content, strict=True)["time_stamp_token"]
            found = _examined(asked, token["content"])
        except (ValueError, TypeError, KeyError, AttributeError, SignatureValidationError):
            raise SealRefused(
                f"The time stamp authority {self.url} answered with something that is no time stamp for this document."
            ) from None
        self._signers[found.signer_cert.sha256] = found.signer_cert
        self._known |= {each.sha256: each for each in (found.signer_cert, *found.other_certs)}
        return token

    def _asked(self, question: bytes) -> bytes:
        away = SealRefused(f"The time stamp authority {self.url} does not answer; nothing was sealed, try again later.")
        try:
            answer = requests.post(
                self.url,
                data=question,
                headers={"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"},
                timeout=SECONDS,
                allow_redirects=False,
            )
        except (requests.RequestException, OSError):
            raise away from None
        if answer.status_code != 200 or len(answer.content) > MOST_BYTES:
            raise away
        return answer.content


def _examined(asked: tsp.TimeStampReq, token: cms.SignedData) -> SignedDataCerts:
    """Return who signed a token; raises ValueError unless it answers the request and its signature holds."""
    content = token["encap_content_info"]["content"]
    info, signer = content.parsed, token["signer_infos"][0]
    if any(info[part].native != asked[part].native for part in ("message_imprint", "nonce")):
        raise ValueError("the stamp is about something else")
    hashed = hashlib.new(signer["digest_algorithm"]["algorithm"].native, bytes(content)).digest()
    certificates = extract_certs_for_validation(token)
    if validate_sig_integrity(signer, certificates.signer_cert, "tst_info", hashed) != (True, True):
        raise ValueError("the signature of the stamp does not hold")
    return certificates
