"""What an examination knows beforehand: whom this installation trusts, and whose certificates it knows revoked."""

import base64
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from asn1crypto import crl, x509


@dataclass(frozen=True)
class Material:
    """Anchors (DER), the root of the own development authority, revocation lists, further certificates."""

    anchors: tuple[bytes, ...] = ()
    development: bytes = b""
    lists: tuple[bytes, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "anchors": [base64.b64encode(each).decode() for each in self.anchors],
            "development": base64.b64encode(self.development).decode(),
            "lists": [base64.b64encode(each).decode() for each in self.lists],
        }

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> "Material":
        """Return what `as_json` wrote down."""
        return cls(
            tuple(base64.b64decode(each) for each in given["anchors"]),
            base64.b64decode(given["development"]),
            tuple(base64.b64decode(each) for each in given["lists"]),
        )

    def roots(self) -> list[x509.Certificate]:
        """Return the certificates that a path may end in."""
        known = self.anchors + ((self.development,) if self.development else ())
        return [certificate(each) for each in known]

    def revocations(self) -> list[crl.CertificateList]:
        """Return the revocation lists."""
        return [crl.CertificateList.load(each) for each in self.lists]


@lru_cache(maxsize=256)
def certificate(der: bytes) -> x509.Certificate:
    """Return a certificate, parsed once."""
    return x509.Certificate.load(der)
