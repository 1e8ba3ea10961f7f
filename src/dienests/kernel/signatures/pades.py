"""The seal in the document: ETSI EN 319 142-1, written in one revision with its evidence."""

from io import BytesIO
from typing import Any, Protocol

from asn1crypto import cms, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.pdf_embedded import read_certification_data

from dienests.kernel.signatures import field
from dienests.kernel.signatures.evidence import Evidence
from dienests.kernel.signatures.refusals import SealRefused
from dienests.kernel.signatures.signed_data import PrivateKey, signed

DIGEST = "sha256"
# An ECDSA signature may take a byte more or less, and so may what a time stamp says.
SLACK = 128


class Who(Protocol):
    """Who seals: key, certificate and chain; `stamp` gives a time stamp, `room` remembers sizes by level."""

    @property
    def key(self) -> PrivateKey:
        """The private key."""

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate to the key."""

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """The certificates above it."""

    @property
    def room(self) -> dict[str, int]:
        """How many characters a seal takes, by level."""

    def stamp(self, digest: bytes) -> cms.ContentInfo:
        """Return a time stamp over a SHA-256 digest."""


def sealed(pdf: bytes, *, who: Who, level: str, known: Evidence | None, words: dict[str, Any], tooltip: str) -> bytes:
    """Return the sealed document; `words` go into the signature dictionary, `known` is the evidence of B-LT."""
    return _sealed(_opened(pdf), who, level, known, words, tooltip)


def _sealed(
    writer: field.Writer, who: Who, level: str, known: Evidence | None, holder: dict[str, Any], tooltip: str
) -> bytes:
    try:
        name = field.add(writer, tooltip=tooltip)
        _declare(writer)
        if known is not None:
            DocumentSecurityStore.supply_dss_in_writer(
                writer, None, certs=known.certificates, crls=known.lists, ocsps=known.answers
            )
        embedding = PdfCMSEmbedder().write_cms(name, writer)
        next(embedding)
        empty = SignatureObject(subfilter=SigSeedSubFilter.PADES, bytes_reserved=_room(who, level), **holder)
        certify = SigMDPSetup(DIGEST, certify=True, docmdp_perms=MDPPerm.NO_CHANGES) if _is_first(writer) else None
        embedding.send(SigObjSetup(empty, certify))
        prepared, output = embedding.send(SigIOSetup(DIGEST))
        embedding.send(_signed(who, prepared.document_digest, level))
    except PdfError as wrong:
        raise SealRefused(f"This PDF document cannot be sealed: {wrong}.") from None
    return bytes(output.getvalue())


def _opened(pdf: bytes) -> field.Writer:
    try:
        writer = field.Writer(BytesIO(pdf))
        if writer.prev.encrypted:
            raise SealRefused("A document with a password cannot be sealed; take the password off.")
        certified = read_certification_data(writer.prev)
        if certified is not None and certified.permission == MDPPerm.NO_CHANGES:
            raise SealRefused("This document is sealed already, and its seal forbids additions; seal another copy.")
    except (PdfError, ValueError, KeyError, TypeError, RecursionError):
        raise SealRefused("This is no PDF document that can be sealed; write it anew.") from None
    return writer


def _declare(writer: field.Writer) -> None:
    """Say that the document uses the extension that brought PAdES into PDF 1.7."""
    writer.ensure_output_version((1, 7))
    if writer.output_version < (2, 0):
        writer.register_extension(ESIC_EXTENSION_1)


def _is_first(writer: field.Writer) -> bool:
    """Tell whether no signature stands in the document: only the first may certify it."""
    return not writer.prev.embedded_signatures and "/DocMDP" not in writer.root.get("/Perms", {})


def _room(who: Who, level: str) -> int:
    """Return how many characters the seal takes: measured once, by a seal that nobody sees."""
    if level not in who.room:
        who.room[level] = 2 * (len(_signed(who, bytes(32), level)) + SLACK)
    return who.room[level]


def _signed(who: Who, digest: bytes, level: str) -> bytes:
    """Return the signature over a digest in DER, time-stamped from B-T on."""
    made = signed(
        kind="data",
        digest=digest,
        certificate=who.certificate,
        key=who.key,
        chain=who.chain,
        stamp=None if level == "B-B" else who.stamp,
    )
    return bytes(made.dump())
