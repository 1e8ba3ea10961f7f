"""What the revocation lists of this installation say of a path; no answer that a document carries says otherwise.

A revocation is final: a list tells of it also when a younger one is due. Only a list of the very issuer counts; those
that one authority keeps for others (indirect) are left to the search for the path.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from asn1crypto import crl, keys, x509
from cryptography.hazmat.primitives.serialization import load_der_public_key
from cryptography.x509 import load_der_x509_crl

from dienests.kernel.signatures.examination.material import Material
from dienests.kernel.signatures.examination.unreadable import UNREADABLE


def revoked(path: Any, material: Material) -> dict[bytes, datetime]:
    """Return since when certificates of a path are revoked, by their SHA-256, the signer's among them."""
    lists, found = material.revocations(), dict[bytes, datetime]()
    for each in path.iter_certs(include_root=False):
        moments = list(_moments(each, path.find_issuing_authority(each).public_key, lists))
        if moments:
            found[each.sha256] = min(moments)
    return found


def _moments(
    certificate: x509.Certificate, issuer: keys.PublicKeyInfo, lists: list[crl.CertificateList]
) -> Iterator[datetime]:
    for each in lists:
        if each.issuer != certificate.issuer or _indirect(each):
            continue
        for entry in each["tbs_cert_list"]["revoked_certificates"]:
            if entry["user_certificate"].native == certificate.serial_number and _signed(each, issuer):
                yield entry["revocation_date"].native


def _indirect(told: crl.CertificateList) -> bool:
    point = told.issuing_distribution_point_value
    return point is not None and bool(point["indirect_crl"].native)


def _signed(told: crl.CertificateList, issuer: keys.PublicKeyInfo) -> bool:
    key: Any = load_der_public_key(issuer.dump())
    try:
        return load_der_x509_crl(told.dump()).is_signature_valid(key)
    except UNREADABLE:
        return False
