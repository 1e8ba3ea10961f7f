"""A whole file: whether it can be read, which signatures it bears, and what each is worth."""

import asyncio
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget, MiB
from pyhanko.pdf_utils.misc import PdfDecodeLimitError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError

from dienests.kernel.signatures.examination import one
from dienests.kernel.signatures.examination.facts import ORDER, Facts, Signature, unreadable
from dienests.kernel.signatures.examination.material import Material
from dienests.kernel.signatures.examination.remarks import remarks
from dienests.kernel.signatures.examination.trust import Known
from dienests.kernel.signatures.examination.unreadable import UNREADABLE

MOST_BYTES = 20 * 1024 * 1024
MOST_REVISIONS, MOST_SIGNATURES = 200, 50
LIMITS = DecodeLimits(document_budget=DocumentDecodeBudget(base_allowance=32 * MiB, max_ratio=10))


def examine(content: bytes, *, at: datetime, material: Material) -> Facts:
    """Return the facts of a file at the moment `at`; raises nothing that a file can bring about, save its size."""
    digest = hashlib.sha256(content).hexdigest()
    reason = refused(content[:1024], len(content))
    told = unreadable(reason) if reason else _document(content, at, material)
    told.size, told.sha256 = len(content), digest
    return told


def refused(beginning: bytes, size: int) -> str:
    """Return why a file is not looked into, "" where it is."""
    if size > MOST_BYTES:
        return "too_large"
    if not size:
        return "empty"
    if beginning.startswith(b"PK\x03\x04"):
        asic = b"mimetypeapplication/vnd.etsi.asic" in beginning or b"META-INF/edoc" in beginning
        return "container" if asic else "not_pdf"
    return "" if b"%PDF-" in beginning else "not_pdf"


def _document(content: bytes, at: datetime, material: Material) -> Facts:
    try:
        reader = PdfFileReader(BytesIO(content), strict=False, decode_limits=LIMITS)
        if reader.encrypted and not _opens(reader):
            return unreadable("encrypted")
        if reader.xrefs.total_revisions > MOST_REVISIONS:
            return unreadable("too_many_revisions")
        fields = list(_fields(reader))
    except PdfDecodeLimitError:
        return unreadable("too_heavy")
    except RecursionError:
        return unreadable("too_deep")
    except (*UNREADABLE, OSError):
        return unreadable("damaged")
    if len(fields) > MOST_SIGNATURES:
        return unreadable("too_many_signatures")
    told = Facts("unsigned", revisions=reader.xrefs.total_revisions, remarks=remarks(reader), pages=_pages(reader))
    if fields:
        told.signatures = asyncio.run(_signatures(reader, fields, memoryview(content), at, material))
        told.state = max((each.state for each in told.signatures), key=ORDER.index)
    return told


def _opens(reader: PdfFileReader) -> bool:
    """Tell whether a locked document opens without a password; one that is locked for certain people does not."""
    try:
        return bool(reader.decrypt("").status != AuthStatus.FAILED)
    except UNREADABLE:
        return False


def _pages(reader: PdfFileReader) -> int:
    try:
        return int(reader.root["/Pages"]["/Count"])
    except UNREADABLE:
        return 0


def _fields(reader: PdfFileReader) -> Iterator[tuple[str, Any]]:
    if "/AcroForm" in reader.root:
        for name, _value, field in enumerate_sig_fields(reader, filled_status=True):
            yield name, field


async def _signatures(
    reader: PdfFileReader, fields: list[tuple[str, Any]], content: memoryview, at: datetime, material: Material
) -> list[Signature]:
    """Judge the youngest first: a document time stamp proves that what it covers stood there at its moment."""
    known = _known(reader, material)
    read = [one.read(reader, name, field, content) for name, field in fields]
    proven, stamped, told = at.astimezone(UTC), False, []
    for each in sorted(read, key=lambda each: each.end, reverse=True):
        told.append(await each.judge(known, at=proven, archived=stamped))
        if each.told.kind == "document_stamp" and each.told.state == "valid":
            proven, stamped = datetime.fromisoformat(each.told.proven_at), True
    return told[::-1]


def _known(reader: PdfFileReader, material: Material) -> Known:
    """Return what the document carries to prove its signatures; what cannot be read of it is left out."""
    known = Known(material)
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except (NoDSSFoundError, *UNREADABLE):
        return known
    for reference in list(store.certs.values()):
        known.certificates += _loaded(x509.Certificate, reference)
    for reference in store.crls:
        known.lists += _loaded(crl.CertificateList, reference)
    for reference in store.ocsps:
        known.answers += _loaded(ocsp.OCSPResponse, reference)
    return known


def _loaded(kind: Any, reference: Any) -> list[Any]:
    try:
        return [kind.load(reference.get_object().data, strict=True)]
    except UNREADABLE:
        return []
