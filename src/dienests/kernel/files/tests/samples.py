"""Small files of every kind, each with metadata that must not be passed on."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

SECRET = "Anna Slepenā"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf() -> bytes:
    """Return a PDF of one page with an author, XMP, and a program that runs when it is opened."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": "Anna Slepena", "/Title": "Slepens"})
    told = DecodedStreamObject()
    told.set_data(b"<x:xmpmeta>Anna Slepena</x:xmpmeta>")
    page[NameObject("/Metadata")] = writer._add_object(told)
    program = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert('Anna Slepena')")}
    writer._root_object[NameObject("/OpenAction")] = DictionaryObject({NameObject(k): v for k, v in program.items()})
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def png() -> bytes:
    """Return a picture of one dot with a text."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"tEXt", b"Author\0Anna Slepena") + (
        chunk(b"IDAT", zlib.compress(b"\0\x7f")) + chunk(b"IEND", b"") + b"Anna Slepena"
    )  # fmt: skip


def jpeg() -> bytes:
    """Return the segments of a picture that lies on its side, with a place, a remark, and a picture after its end."""

    def segment(mark: int, data: bytes) -> bytes:
        return bytes([0xFF, mark]) + struct.pack(">H", len(data) + 2) + data

    exif = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, 6, 0, 0) + b"Anna Slepena 56.95N"
    return b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0") + segment(0xE1, exif) + (
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0Anna Slepena") + segment(0xFE, b"Anna Slepena")
        + segment(0xDB, b"\0" + bytes(64)) + segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\x00\xff\xd0\x34"
        + b"\xff\xd9" + b"\xff\xd8Anna Slepena\xff\xd9"
    )  # fmt: skip


def packed(members: Mapping[str, bytes | str]) -> bytes:
    """Return a packed file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as box:
        for name, data in members.items():
            box.writestr(name, data)
    return made.getvalue()


def docx(**more: bytes | str) -> bytes:
    """Return a document with an author, and one of a change."""
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "docProps/core.xml": f"<dc:creator>{SECRET}</dc:creator>",
            "docProps/app.xml": f"<Company>{SECRET}</Company>",
            "word/document.xml": f'<w:document xmlns:w="{_W}"><w:ins w:id="1" w:author="{SECRET}"/>Teksts</w:document>',
            "word/media/image1.jpeg": jpeg(),
            **more,
        }
    )


def xlsx() -> bytes:
    """Return a workbook with an author of remarks."""
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "docProps/core.xml": SECRET,
            "xl/workbook.xml": "<workbook/>",
            "xl/comments1.xml": f"<authors><author>{SECRET}</author></authors>",
        }
    )


def odt() -> bytes:
    """Return a text of OpenDocument."""
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "meta.xml": f"<meta:initial-creator>{SECRET}</meta:initial-creator>",
            "content.xml": f"<dc:creator>{SECRET}</dc:creator><text:p>Teksts</text:p>",
        }
    )


SAMPLES = {
    "pdf": pdf(), "png": png(), "jpeg": jpeg(), "docx": docx(), "xlsx": xlsx(), "odt": odt(),
    "txt": "Rindiņa.\n".encode(),
}  # fmt: skip
