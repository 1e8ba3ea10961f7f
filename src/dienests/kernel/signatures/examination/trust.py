"""Whether a certificate holds at a moment: path to an anchor, life, revocation; without asking anybody (RFC 5280)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from asn1crypto import crl, ocsp, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    DisallowedAlgorithmError,
    ExpiredError,
    InsufficientRevinfoError,
    InvalidCertificateError,
    NotYetValidError,
    PathError,
    RevokedError,
    ValidationError,
)

from dienests.kernel.signatures.examination.facts import Holder
from dienests.kernel.signatures.examination.material import Material
from dienests.kernel.signatures.examination.names import holder
from dienests.kernel.signatures.examination.revocations import revoked
from dienests.kernel.signatures.examination.unreadable import UNREADABLE

GOOD = ("trusted", "development")
Usage = Literal["seal", "stamp"]
# Extended uses that say that a certificate is made for something else than documents.
_OTHER_USES = {"server_auth", "code_signing", "time_stamping", "ocsp_signing"}


@dataclass
class Known:
    """What can be known for a path: certificates, revocation lists and answers, from the document and from here."""

    material: Material
    certificates: list[x509.Certificate] = field(default_factory=list)
    lists: list[crl.CertificateList] = field(default_factory=list)
    answers: list[ocsp.OCSPResponse] = field(default_factory=list)

    def beside(self, certificates: Iterable[x509.Certificate]) -> "Known":
        """Return the same with the certificates that a signature brought."""
        return Known(self.material, [*self.certificates, *certificates], self.lists, self.answers)


async def judged(certificate: x509.Certificate, known: Known, *, at: datetime, usage: Usage) -> Holder:
    """Return the holder with the state of the certificate at `at`.

    A revocation counts from its moment on, whenever it was published: a seal that was stamped before stays good. What
    the lists of this installation say goes before every answer that a document carries.
    """
    told = holder(certificate)
    try:
        told.state = await _state(certificate, known, at, usage, told)
    except UNREADABLE:
        # Somebody's certificate can hold anything; a part that cannot be read makes it no certificate.
        told.state = "broken"
    return told


async def _state(certificate: x509.Certificate, known: Known, at: datetime, usage: Usage, told: Holder) -> str:
    unasked = ""
    try:
        path = await _path(certificate, known, at, mode="require")
    except RevokedError as listed:
        told.revoked_at = listed.revocation_dt.isoformat()
        return "revoked"
    except InsufficientRevinfoError:
        unasked = "unchecked"
    except (PathError, ValidationError) as wrong:
        return _named(wrong)
    if unasked:
        try:
            path = await _path(certificate, Known(known.material, known.certificates), at, mode="soft-fail")
        except (PathError, ValidationError) as wrong:
            return _named(wrong)
    since = revoked(path, known.material)
    if any(moment <= at for moment in since.values()):
        told.revoked_at = min(since.values()).isoformat()
        return "revoked"
    if not _fits(certificate, usage):
        return "wrong_use"
    root = path.trust_anchor.authority.certificate if path.trust_anchor else None
    own = root is not None and bool(known.material.development) and root.dump() == known.material.development
    if not unasked and certificate.sha256 in since:
        told.revoked_at = since[certificate.sha256].isoformat()  # later, so the signature keeps its worth
    return unasked or ("development" if own else "trusted")


async def _path(certificate: x509.Certificate, known: Known, at: datetime, *, mode: str) -> Any:
    context = ValidationContext(
        trust_roots=known.material.roots(),
        other_certs=known.certificates,
        moment=at,
        crls=[*known.lists, *(known.material.revocations() if mode == "require" else ())],
        ocsps=known.answers,
        allow_fetching=False,
        revocation_mode=mode,
        retroactive_revinfo=True,
    )
    return await CertificateValidator(certificate, validation_context=context).async_validate_path()


def _fits(certificate: x509.Certificate, usage: Usage) -> bool:
    """Tell whether a certificate may sign documents (ETSI EN 319 412-2, types A to C), or time stamps (RFC 3161)."""
    keys, extended = certificate.key_usage_value, certificate.extended_key_usage_value
    signs = keys is None or bool({"digital_signature", "non_repudiation"} & keys.native)
    uses = set(extended.native) if extended is not None else set[str]()
    return signs and (uses == {"time_stamping"} if usage == "stamp" else not uses or not uses <= _OTHER_USES)


def _named(wrong: Exception) -> str:
    # A certificate that signed itself is told as an invalid one; it is unknown like any other that nobody vouches for.
    if isinstance(wrong, PathError | InvalidCertificateError):
        return "unknown"
    if isinstance(wrong, ExpiredError):
        return "expired"
    if isinstance(wrong, NotYetValidError):
        return "not_yet"
    if isinstance(wrong, DisallowedAlgorithmError):
        return "weak"
    return "broken"
