"""The seal certificate that an institution bought, as KEY_URL holds it.

Either `seal.p12` (with its password in `seal.password`) or `seal.pem`: private key, certificate, then the chain.
The anchors that the chain and the time stamps end in, and those of others, lie in the folder `trust`.
"""

from asn1crypto import pem, x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key, pkcs12

from dienests.kernel.keys import material
from dienests.kernel.signatures.refusals import SealRefused

FILES = ("seal.p12", "seal.pem", "seal.password")
TRUST, ENDINGS, LISTS = "trust", (".pem", ".crt", ".cer"), (".crl",)
Held = tuple[ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, x509.Certificate, tuple[x509.Certificate, ...]]


def held() -> Held:
    """Return key, certificate and chain; raises SealRefused when the file cannot be opened or does not fit itself."""
    password = material.private("seal.password")
    secret = password.strip() if password else None
    packed, plain = material.private("seal.p12"), material.private("seal.pem")
    if packed is None and plain is None:
        raise SealRefused("seal.password lies in the key store and no seal.p12 or seal.pem beside it; put it there.")
    name = "seal.p12" if packed is not None else "seal.pem"
    try:
        key, certificates = _packed(packed, secret) if packed is not None else _plain(plain or b"", secret)
    except (ValueError, TypeError):
        raise SealRefused(f"{name} in the key store cannot be opened; check the file and seal.password.") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise SealRefused(f"{name} holds a key that is neither RSA nor of an elliptic curve; ask for another one.")
    public = key.public_key()
    own = [each for each in certificates if _public(each) == public]
    if not own:
        raise SealRefused(f"{name} holds no certificate that belongs to its key; put them together.")
    return key, own[0], tuple(each for each in certificates if each is not own[0])


def anchors() -> tuple[x509.Certificate, ...]:
    """Return the certificates in the folder `trust`; raises SealRefused when one cannot be read."""
    found = []
    for name, content in material.public(TRUST, endings=ENDINGS).items():
        try:
            found += certificates(content)
        except (ValueError, TypeError):
            raise SealRefused(f"trust/{name} in the key store is no certificate; take it out.") from None
    return tuple(found)


def lists() -> tuple[bytes, ...]:
    """Return the revocation lists in the folder `trust`, each in DER."""
    return tuple(
        pem.unarmor(content)[2] if pem.detect(content) else content
        for content in material.public(TRUST, endings=LISTS).values()
    )


def certificates(content: bytes) -> list[x509.Certificate]:
    """Return the certificates of a file in PEM or DER; raises ValueError."""
    if not pem.detect(content):
        return [x509.Certificate.load(content, strict=True)]
    found = [der for kind, _headers, der in pem.unarmor(content, multiple=True) if kind == "CERTIFICATE"]
    return [x509.Certificate.load(der, strict=True) for der in found]


def _packed(content: bytes, password: bytes | None) -> tuple[object, list[x509.Certificate]]:
    key, certificate, others = pkcs12.load_key_and_certificates(content, password)
    known = [each for each in (certificate, *others) if each is not None]
    return key, [x509.Certificate.load(each.public_bytes(Encoding.DER)) for each in known]


def _plain(content: bytes, password: bytes | None) -> tuple[object, list[x509.Certificate]]:
    encrypted = b"ENCRYPTED" in content
    return load_pem_private_key(content, password if encrypted else None), certificates(content)


def _public(certificate: x509.Certificate) -> object:
    from cryptography.x509 import load_der_x509_certificate  # noqa: PLC0415 - the other module x509 is used here

    return load_der_x509_certificate(certificate.dump()).public_key()
