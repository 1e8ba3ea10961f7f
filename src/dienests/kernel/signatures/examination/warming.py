"""A document that is sealed only to be examined: what a first examination loads is there for every other one."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO

from asn1crypto import cms, crl, x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter

from dienests.kernel.signatures import pades
from dienests.kernel.signatures.certificates import Key, Role, issued, name, revocation_list
from dienests.kernel.signatures.evidence import Evidence
from dienests.kernel.signatures.examination.examine import examine
from dienests.kernel.signatures.examination.material import Material
from dienests.kernel.signatures.stamping import DevelopmentStamper

AT = datetime(2026, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)


@dataclass
class _Who:
    """A seal of nobody's."""

    key: Key
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    stamper: DevelopmentStamper
    room: dict[str, int] = field(default_factory=dict)

    def stamp(self, digest: bytes) -> cms.ContentInfo:
        """Return a time stamp."""
        return self.stamper.stamp(digest, at=AT)


def warm() -> str:
    """Seal a page and examine it; return what was found, which is `valid`."""
    root, seal, stamp = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    top = _certificate(Role("root", "root", depth=0), root, root)
    stamps = _certificate(Role("time", "time", stamps=True), stamp, root)
    revoked = revocation_list(issuer=name("root", "-"), by=root, revoked={}, number=1, starts=AT - _DAY, ends=AT + _DAY)
    known = Evidence((top, stamps), (crl.CertificateList.load(revoked.public_bytes(Encoding.DER)),))
    own = _certificate(Role("seal", "seal"), seal, root)
    who = _Who(seal, own, (), DevelopmentStamper(stamps.dump(), stamp))
    words = {"timestamp": AT, "name": "-", "reason": "-", "location": "-"}
    made = pades.sealed(_page(), who=who, level="B-LT", known=known, words=words, tooltip="-")
    return examine(made, at=AT, material=Material(anchors=(top.dump(),))).state


def _certificate(role: Role, key: Key, by: Key) -> x509.Certificate:
    made = issued(role, subject=name(role.slug, "-"), key=key, issuer=name("root", "-"), by=by,
                  starts=AT - _DAY, ends=AT + _DAY)  # fmt: skip
    return x509.Certificate.load(made.public_bytes(Encoding.DER))


def _page() -> bytes:
    writer, out = PdfFileWriter(), BytesIO()
    content = writer.add_object(generic.StreamObject(stream_data=b"q Q"))
    writer.insert_page(PageObject(contents=content, media_box=generic.ArrayObject([generic.NumberObject(9)] * 4)))
    writer.write(out)
    return out.getvalue()
