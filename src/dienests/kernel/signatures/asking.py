"""Asking the issuers of a bought certificate for the evidence that makes a seal last; remembered for an hour."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from asn1crypto import x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError
from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsFetcherBackend

from dienests.kernel.signatures import bought
from dienests.kernel.signatures.evidence import Evidence
from dienests.kernel.signatures.refusals import SealRefused

KEPT = timedelta(hours=1)
SECONDS = 10
_KEPT: dict[bytes, tuple[datetime, Evidence]] = {}


def fetched(certificate: x509.Certificate, others: Iterable[x509.Certificate]) -> Evidence:
    """Return the evidence of a certificate, asked of its issuers at most once an hour.

    Raises SealRefused when they do not answer, do not know the certificate, or have revoked it.
    """
    now = datetime.now(UTC)
    until, known = _KEPT.get(certificate.sha256, (now, Evidence()))
    if until > now:
        return known
    # The look-ups are coroutines; a thread of its own has no event loop that they could collide with.
    with ThreadPoolExecutor(1) as thread:
        found = thread.submit(_validated, certificate, tuple(others)).result()
    _KEPT[certificate.sha256] = (now + KEPT, found)
    return found


def _validated(certificate: x509.Certificate, others: tuple[x509.Certificate, ...]) -> Evidence:
    import asyncio  # noqa: PLC0415 - heavy, and only a bought certificate needs it

    roots = [each for each in others if each.self_signed != "no"] + list(bought.anchors())
    holder = certificate.subject.human_friendly
    context = ValidationContext(
        trust_roots=roots,
        other_certs=[*others],
        allow_fetching=True,
        fetcher_backend=RequestsFetcherBackend(per_request_timeout=SECONDS),
        revocation_mode="require",
    )
    try:
        path = asyncio.run(CertificateValidator(certificate, validation_context=context).async_validate_path())
    except PathBuildingError:
        raise SealRefused(
            f"No anchor in the folder trust of the key store leads to “{holder}”; put it there."
        ) from None
    except PathValidationError as wrong:
        raise SealRefused(f"The certificate “{holder}” cannot be used: {wrong.failure_msg}") from None
    return Evidence(
        tuple(each for each in path if isinstance(each, x509.Certificate) and each is not certificate),
        tuple(context.crls),
        tuple(context.ocsps),
    )
