"""The development authority: root, issuer, seal and time stamp certificates that this installation makes for itself.

They let everything be tried that a bought certificate does, and prove nothing to outsiders; each subject says so.
The keys are derived from the key store, the certificates lie in DATA_DIR/seals and are public.
"""

import json
import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from dienests.kernel.keys import store as keys
from dienests.kernel.signatures.certificates import Key, Role, issued, name, revocation_list
from dienests.kernel.signatures.refusals import SealRefused

ROOT = Role("root", "DEVELOPMENT ROOT - proves nothing", depth=1)
ISSUER = Role("issuer", "DEVELOPMENT ISSUER - proves nothing", depth=0)
SEAL = Role("letters", "DEVELOPMENT SEAL - proves nothing")
STAMP = Role("time", "DEVELOPMENT TIME STAMPS - prove nothing", stamps=True)
ROLES = (ROOT, ISSUER, SEAL, STAMP)
# A demonstration tells of years past, so its seals must have been valid then.
BEFORE, AFTER = timedelta(days=3652), timedelta(days=3652)
LIST_DAYS = 7
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True)
class Authority:
    """The certificates of the development authority, and the keys to them."""

    root: x509.Certificate
    issuer: x509.Certificate
    seal: x509.Certificate
    stamp: x509.Certificate

    @cached_property
    def seal_key(self) -> Key:
        """The key that seals documents."""
        return _fitting(SEAL, self.seal)

    @cached_property
    def stamp_key(self) -> Key:
        """The key that stamps the time."""
        return _fitting(STAMP, self.stamp)

    def lists(self, at: datetime) -> list[x509.CertificateRevocationList]:
        """Return the revocation lists of root and issuer that stood on the day of `at`."""
        day = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        known = {serial: moment for serial, moment in revoked().items() if moment <= at}
        return list(_lists(self, max([day, *known.values()]), tuple(sorted(known.items()))))


def derived_key(slug: str) -> Key:
    """Return the P-256 key of a role, derived from the key `seal-...` of the store; raises KeyStoreError."""
    seed = keys.key(f"seal-{slug}")
    wide = HKDF(algorithm=hashes.SHA256(), length=48, salt=None, info=b"dienests development authority P-256")
    return ec.derive_private_key(int.from_bytes(wide.derive(seed)) % (_ORDER - 1) + 1, ec.SECP256R1())


def authority(*, at: datetime) -> Authority:
    """Return the authority, made on first need; raises SealRefused when its certificates do not fit the keys."""
    place = _folder() / "authority.pem"
    try:
        return _read(place, place.stat().st_mtime_ns)
    except FileNotFoundError:
        _write_once(place, b"".join(_pem(each) for each in _made(at)))
    return _read(place, place.stat().st_mtime_ns)


def known() -> Authority | None:
    """Return the authority where it was made, else None."""
    place = _folder() / "authority.pem"
    return _read(place, place.stat().st_mtime_ns) if place.exists() else None


def revoke(certificate: x509.Certificate, *, at: datetime) -> None:
    """Revoke a certificate of the authority from `at` on; the lists say so from then."""
    listed = {str(serial): moment.isoformat() for serial, moment in revoked().items()}
    listed.setdefault(str(certificate.serial_number), at.astimezone(UTC).replace(microsecond=0).isoformat())
    draft = _folder() / f".revoked.{os.getpid()}"
    draft.write_text(json.dumps(listed))
    draft.replace(_folder() / "revoked.json")


def revoked() -> dict[int, datetime]:
    """Return the revoked serial numbers with their moments."""
    try:
        listed = json.loads((_folder() / "revoked.json").read_text())
    except FileNotFoundError:
        return {}
    return {int(serial): datetime.fromisoformat(moment) for serial, moment in listed.items()}


def _made(at: datetime) -> list[x509.Certificate]:
    starts = (at - BEFORE).replace(hour=0, minute=0, second=0, microsecond=0)
    owner = f"DEVELOPMENT ONLY {secrets.token_hex(4)}"
    signing = {ROOT: ROOT, ISSUER: ROOT, SEAL: ISSUER, STAMP: ISSUER}
    return [
        issued(
            role,
            subject=name(role.common_name, owner),
            key=derived_key(role.slug),
            issuer=name(by.common_name, owner),
            by=derived_key(by.slug),
            starts=starts,
            ends=starts + BEFORE + AFTER,
        )
        for role, by in signing.items()
    ]


@lru_cache(maxsize=4)
def _read(place: Path, _seen: int) -> Authority:
    try:
        return Authority(*x509.load_pem_x509_certificates(place.read_bytes()))
    except (ValueError, TypeError):
        raise SealRefused(
            f"{place} does not hold the four certificates of the development authority; remove it to make them anew."
        ) from None


@lru_cache(maxsize=16)
def _lists(
    authority: Authority, starts: datetime, known: tuple[tuple[int, datetime], ...]
) -> tuple[x509.CertificateRevocationList, ...]:
    return tuple(
        revocation_list(
            issuer=signer.subject,
            by=_fitting(role, signer),
            revoked=dict(known) if role is ISSUER else {},
            number=int(starts.timestamp()),
            starts=starts,
            ends=starts + timedelta(days=LIST_DAYS),
        )
        for role, signer in ((ROOT, authority.root), (ISSUER, authority.issuer))
    )


def _fitting(role: Role, certificate: x509.Certificate) -> Key:
    key = derived_key(role.slug)
    if certificate.public_key() != key.public_key():
        raise SealRefused(
            f"The certificates in {_folder()} were made with other keys than those in KEY_URL; "
            "put the keys back, or remove the folder to make a new development authority."
        )
    return key


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "seals"


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def _write_once(place: Path, content: bytes) -> None:
    """Write the file whole, or leave the one that another process has written meanwhile."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.{os.getpid()}.{secrets.token_hex(4)}")
    draft.write_bytes(content)
    try:
        os.link(draft, place)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
