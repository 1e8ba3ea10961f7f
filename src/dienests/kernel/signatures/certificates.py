"""Certificates and revocation lists of the development authority (RFC 5280), as small as they can be."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class Role:
    """What a certificate may be used for."""

    slug: str
    common_name: str
    depth: int | None = None
    stamps: bool = False


def name(common_name: str, organisation: str) -> x509.Name:
    """Return a distinguished name of two parts."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def issued(
    role: Role, *, subject: x509.Name, key: Key, issuer: x509.Name, by: Key, starts: datetime, ends: datetime
) -> x509.Certificate:
    """Return a certificate for a role, valid in `starts <= t <= ends`."""
    plain = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(starts)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=role.depth is not None, path_length=role.depth), critical=True)
        .add_extension(_usage(role), critical=True)
        .add_extension(x509.SubjectKeyIdentifier(_short(key)), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier(_short(by), None, None), critical=False)
    )
    if role.stamps:
        plain = plain.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return plain.sign(by, hashes.SHA256())


def revocation_list(
    *, issuer: x509.Name, by: Key, revoked: dict[int, datetime], number: int, starts: datetime, ends: datetime
) -> x509.CertificateRevocationList:
    """Return the list of revoked serial numbers, each with its moment."""
    plain = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer)
        .last_update(starts)
        .next_update(ends)
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier(_short(by), None, None), critical=False)
    )
    for serial, moment in sorted(revoked.items()):
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(moment)
        plain = plain.add_revoked_certificate(entry.build())
    return plain.sign(by, hashes.SHA256())


def _usage(role: Role) -> x509.KeyUsage:
    signs_others = role.depth is not None
    return x509.KeyUsage(
        digital_signature=not signs_others,
        content_commitment=not signs_others and not role.stamps,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_others,
        crl_sign=signs_others,
        encipher_only=False,
        decipher_only=False,
    )


def _short(key: Key) -> bytes:
    """Return a key identifier of eight bytes (RFC 7093 allows any method that is unique enough)."""
    return hashlib.sha256(x509.SubjectKeyIdentifier.from_public_key(key.public_key()).digest).digest()[:8]
