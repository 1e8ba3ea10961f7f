"""The evidence that makes a seal last: certificates and what their issuers say of them."""

from dataclasses import dataclass
from typing import Any

from asn1crypto import crl, ocsp, x509


@dataclass(frozen=True)
class Evidence:
    """What goes into a document so that its seal can be checked when nobody answers any more."""

    certificates: tuple[x509.Certificate, ...] = ()
    lists: tuple[crl.CertificateList, ...] = ()
    answers: tuple[ocsp.OCSPResponse, ...] = ()

    def __add__(self, other: "Evidence") -> "Evidence":
        """Return both, nothing twice."""
        return Evidence(
            _once(self.certificates + other.certificates),
            _once(self.lists + other.lists),
            _once(self.answers + other.answers),
        )


def _once(things: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple({each.dump(): each for each in things}.values())
