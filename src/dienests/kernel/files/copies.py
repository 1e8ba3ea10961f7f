"""Copies without metadata: who wrote a document, where a picture was taken and with what stays in the original."""

import io
import re
import struct
import zipfile
import zlib

from django.utils.translation import gettext as _

from dienests.kernel.files.kinds import MOST_UNPACKED, opened
from dienests.kernel.files.refusals import FileRefused

PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs", b"sBIT", b"bKGD"}
PDF_TOLD = ("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/OpenAction")
JPEG_KEPT = {0xE0, 0xEE}  # JFIF; what Adobe says of colours
_XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006"
EMPTY = {
    "docProps/core.xml": _XML + b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/'
    b'metadata/core-properties"/>',
    "docProps/app.xml": _XML + f'<Properties xmlns="{_PROPERTIES}/extended-properties"/>'.encode(),
    "docProps/custom.xml": _XML + f'<Properties xmlns="{_PROPERTIES}/custom-properties"/>'.encode(),
    "meta.xml": _XML + b'<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    b'office:version="1.3"/>',
}
# Names of authors within documents: of changes and remarks.
AUTHORS = [
    (re.compile(rb'(\bw(?:15)?:(?:author|initials|userId)=")[^"]*"'), rb'\1"'),
    (re.compile(rb"(<author>)[^<]*(</author>)"), rb"\1\2"),
    (re.compile(rb"(<dc:creator>)[^<]*(</dc:creator>)"), rb"\1\2"),
]


def without_metadata(kind: str, content: bytes) -> bytes:
    """Return a copy of a file that shows the same and tells nothing besides; raises FileRefused for a damaged one."""
    make = {"pdf": _pdf, "png": _png, "jpeg": _jpeg, "docx": _packed, "xlsx": _packed, "odt": _packed}.get(kind)
    if make is None:
        return content
    try:
        return make(content)
    except FileRefused:
        raise
    except Exception:  # whatever a reader of damaged files meets, the answer is the same
        raise FileRefused(_("The file is damaged or locked by a password; save it anew and without one.")) from None


def _pdf(content: bytes) -> bytes:
    """Return the pages alone: no programs, no files within, nothing that opens by itself.

    Twice: the first time takes away what tells of people, the second leaves out what nothing points to any more.
    """
    return _pages(_pages(content))


def _pages(content: bytes) -> bytes:
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - heavy, and rarely needed
    from pypdf.generic import DictionaryObject  # noqa: PLC0415 - see above

    reader, writer = PdfReader(io.BytesIO(content)), PdfWriter()
    for page in reader.pages:
        writer.add_page(page)
    writer.metadata = None
    for each in writer._objects:
        if isinstance(each, DictionaryObject):
            for told in PDF_TOLD:
                each.pop(told, None)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _png(content: bytes) -> bytes:
    made, place = [content[:8]], 8
    while True:
        size, name = struct.unpack(">I4s", content[place : place + 8])
        chunk = content[place : place + 12 + size]
        if len(chunk) != 12 + size or zlib.crc32(chunk[4:-4]) != struct.unpack(">I", chunk[-4:])[0]:
            raise ValueError(name)
        if name in PNG_KEPT:
            made.append(chunk)
        if name == b"IEND":
            return b"".join(made)
        place += 12 + size


def _jpeg(content: bytes) -> bytes:
    made, place = [content[:2]], 2
    while True:
        if content[place] != 0xFF:
            raise ValueError(place)
        mark = content[place + 1]
        if mark == 0xFF:  # filling
            place += 1
            continue
        if mark == 0xD9:  # what follows the end is another picture, with data of its own
            return b"".join([*made, b"\xff\xd9"])
        size = struct.unpack(">H", content[place + 2 : place + 4])[0]
        end = place + 2 + size
        if end > len(content) or size < 2:
            raise ValueError(place)
        segment = content[place:end]
        if mark == 0xE1 and segment[4:10] == b"Exif\0\0":
            made.append(_turned(segment[10:]))
        elif mark in JPEG_KEPT or _is_colours(mark, segment) or not (0xE0 <= mark <= 0xEF or mark == 0xFE):
            made.append(segment)
        place = end
        if mark == 0xDA:
            place = _after_scan(content, end)
            made.append(content[end:place])


def _is_colours(mark: int, segment: bytes) -> bool:
    return mark == 0xE2 and segment[4:16] == b"ICC_PROFILE\0"


def _after_scan(content: bytes, place: int) -> int:
    """Return where the next mark stands after the data of a scan."""
    while True:
        place = content.index(b"\xff", place)
        if content[place + 1] != 0 and not 0xD0 <= content[place + 1] <= 0xD7:
            return place
        place += 2


def _turned(tiff: bytes) -> bytes:
    """Return a segment that tells only how the picture is to be turned; empty where nothing was said of it."""
    order = "<" if tiff[:2] == b"II" else ">"
    start = struct.unpack(f"{order}I", tiff[4:8])[0]
    for number in range(struct.unpack(f"{order}H", tiff[start : start + 2])[0]):
        entry = tiff[start + 2 + 12 * number : start + 14 + 12 * number]
        tag, _type, _count, value = struct.unpack(f"{order}HHIH2x", entry)
        if tag == 0x0112 and 1 < value <= 8:
            told = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<HHHIHHI", 1, 0x0112, 3, 1, value, 0, 0)
            return b"\xff\xe1" + struct.pack(">H", len(told) + 2) + told
    return b""


def _packed(content: bytes) -> bytes:
    made, left = io.BytesIO(), MOST_UNPACKED
    with opened(content) as box, zipfile.ZipFile(made, "w") as copy:
        for member in box.infolist():
            data = box.read(member)
            left -= len(data)
            if left < 0:
                raise ValueError(member.filename)
            how = zipfile.ZIP_STORED if member.filename == "mimetype" else zipfile.ZIP_DEFLATED
            # A member without its day: the day is told by the one that packs.
            copy.writestr(zipfile.ZipInfo(member.filename), _member(member.filename, data), compress_type=how)
    return made.getvalue()


def _member(name: str, data: bytes) -> bytes:
    if name in EMPTY:
        return EMPTY[name]
    if name.endswith(".xml"):
        for pattern, instead in AUTHORS:
            data = pattern.sub(instead, data)
        return data
    ending = name.rpartition(".")[2].lower()
    kind = {"png": "png", "jpg": "jpeg", "jpeg": "jpeg"}.get(ending)
    return without_metadata(kind, data) if kind else data
