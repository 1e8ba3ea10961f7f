"""What a certificate says of its holder; read without trusting any of it."""

from typing import Any

from asn1crypto import x509

from dienests.kernel.signatures.examination.facts import Holder

DEVELOPMENT = "DEVELOPMENT"
# ETSI EN 319 412-5: what a certificate claims of itself.
_CLAIMS = {
    "0.4.0.1862.1.1": "qualified",
    "0.4.0.1862.1.4": "device",
}
_PURPOSES = {"0.4.0.1862.1.6.1": "signature", "0.4.0.1862.1.6.2": "seal", "0.4.0.1862.1.6.3": "website"}
_STATEMENTS, _PURPOSE = "1.3.6.1.5.5.7.1.3", "0.4.0.1862.1.6"


def holder(certificate: x509.Certificate) -> Holder:
    """Return the names, the life and the claims of a certificate."""
    subject, issuer = _parts(certificate.subject), _parts(certificate.issuer)
    return Holder(
        name=subject.get("common_name") or subject.get("organization_name", ""),
        organisation=subject.get("organization_name", ""),
        number=subject.get("organization_identifier", "") or subject.get("serial_number", ""),
        country=subject.get("country_name", ""),
        serial=f"{certificate.serial_number:x}",
        issuer=issuer.get("common_name") or issuer.get("organization_name", ""),
        starts=certificate.not_valid_before.isoformat(),
        ends=certificate.not_valid_after.isoformat(),
        says_development=DEVELOPMENT in " ".join((*subject.values(), *issuer.values())),
        claims=claims(certificate),
    )


def claims(certificate: x509.Certificate) -> list[str]:
    """Return what the certificate claims of itself: qualified, device, signature, seal, website."""
    found: list[str] = []
    for extension in certificate["tbs_certificate"]["extensions"] or ():
        if extension["extn_id"].dotted == _STATEMENTS:
            try:
                statements = list(extension["extn_value"].parsed)
            except (ValueError, TypeError):
                continue
            for statement in statements:
                found += _claimed(statement)
    return sorted(set(found))


def _claimed(statement: Any) -> list[str]:
    kind = statement["statement_id"].dotted
    if kind == _PURPOSE:
        try:
            return [_PURPOSES[each.dotted] for each in statement["statement_info"] if each.dotted in _PURPOSES]
        except (ValueError, TypeError, AttributeError):
            return []
    return [_CLAIMS[kind]] if kind in _CLAIMS else []


def _parts(name: x509.Name) -> dict[str, str]:
    """Return the parts of a name by their kind; of several of a kind the last, as the most particular."""
    parts = {}
    for piece in name.chosen:
        for part in piece:
            value = part["value"].native
            parts[part["type"].native] = value if isinstance(value, str) else ""
    return parts
