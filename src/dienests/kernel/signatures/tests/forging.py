"""What forgers do to a signed document, and what honest people add to it."""

import zlib
from collections.abc import Callable
from io import BytesIO

from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Update
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore

from dienests.kernel.signatures import authority as development
from dienests.kernel.signatures.sealer import sealer
from dienests.kernel.signatures.stamping import DevelopmentStamper
from dienests.kernel.signatures.tests.signing import AT


def updated(pdf: bytes, change: Callable[[Update], None]) -> bytes:
    """Return the document with a revision in which `change` was done."""
    writer, out = Update(BytesIO(pdf), strict=False), BytesIO()
    writer._update_meta = lambda: None
    change(writer)
    writer.write(out)
    return out.getvalue()


def other_content(writer: Update) -> None:
    """Show something else on the first page."""
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(StreamObject(stream_data=b"BT /F1 20 Tf 50 700 Td (1 000 000) Tj ET"))
    writer.update_container(page)


def overwritten_content(writer: Update) -> None:
    """Exchange the content stream of the first page in its own place."""
    page = writer.root["/Pages"]["/Kids"][0]
    stream = page["/Contents"]
    stream = stream[0] if isinstance(stream, ArrayObject) else stream
    stream._data = b"q Q"
    stream._encoded_data = None
    writer.update_container(stream)


def overlay(writer: Update) -> None:
    """Hide the first page behind an annotation: the shadow attack "hide", turned round."""
    page_ref = writer.root["/Pages"]["/Kids"].raw_get(0)
    look = StreamObject(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): _box(600, 800),
        },
        stream_data=b"1 1 1 rg 0 0 600 800 re f",
    )
    note = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Stamp"),
            NameObject("/Rect"): _box(600, 800),
            NameObject("/F"): NumberObject(4),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): writer.add_object(look)}),
        }
    )
    writer.register_annotation(page_ref, writer.add_object(note))


def other_font(writer: Update) -> None:
    """Make every letter look like another one: the shadow attack "replace" by a font."""
    fonts = writer.root["/Pages"]["/Kids"][0]["/Resources"]["/Font"]
    font = fonts[next(iter(fonts))]
    font["/BaseFont"] = NameObject("/Courier")
    writer.update_container(font)


def one_page_less(writer: Update) -> None:
    """Take a page out."""
    pages = writer.root["/Pages"]
    kids = pages["/Kids"]
    del kids[len(kids) - 1]
    pages["/Count"] = NumberObject(len(kids))
    writer.update_container(kids)
    writer.update_container(pages)


def action(writer: Update) -> None:
    """Run a program when the document is opened."""
    script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert(1)")}
    writer.root["/OpenAction"] = DictionaryObject({NameObject(key): value for key, value in script.items()})
    writer.update_root()


def evidence(writer: Update) -> None:
    """Add the evidence of a lasting seal later, as many programs do."""
    known = sealer(AT).evidence(AT)
    DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=known.certificates, crls=known.lists)


def archived(pdf: bytes) -> bytes:
    """Return the document with an archive time stamp."""
    made = development.authority(at=AT)
    stamper = DevelopmentStamper(made.stamp.public_bytes(Encoding.DER), made.stamp_key)
    writer = Update(BytesIO(pdf))
    writer._update_meta = lambda: None
    embedding = PdfCMSEmbedder().write_cms("Archive1", writer)
    next(embedding)
    embedding.send(SigObjSetup(DocumentTimestamp(bytes_reserved=8192)))
    prepared, output = embedding.send(SigIOSetup("sha256"))
    embedding.send(stamper.stamp(prepared.document_digest, at=AT))
    return output.getvalue()


def form() -> bytes:
    """Return a document with one text field."""
    import pikepdf

    out = BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(300, 300))
        look = document.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 200, 20])
        field = document.make_indirect(
            pikepdf.Dictionary(
                FT=pikepdf.Name.Tx, T="sum", V="10", Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget,
                Rect=[10, 10, 210, 30], F=4, P=page.obj, AP=pikepdf.Dictionary(N=look),
            )
        )  # fmt: skip
        page.obj.Annots = document.make_indirect(pikepdf.Array([field]))
        document.Root.AcroForm = document.make_indirect(pikepdf.Dictionary(Fields=pikepdf.Array([field])))
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def filled(writer: Update) -> None:
    """Write another sum into the form: what is shown, and the value."""
    field = writer.root["/AcroForm"]["/Fields"][0]
    field["/V"] = TextStringObject("1000000")
    look = {"/Type": NameObject("/XObject"), "/Subtype": NameObject("/Form"), "/BBox": _box(200, 20)}
    shown = StreamObject({NameObject(key): value for key, value in look.items()}, stream_data=b"q 0 0 9 9 re f Q")
    field["/AP"]["/N"] = writer.add_object(shown)
    writer.update_container(field)


def two_faced() -> tuple[bytes, bytes]:
    """Return a document with a hidden second version of its content, and the table that brings it forth.

    The shadow attack "hide and replace": object 4 stands twice in the file, the first table names the one version, a
    later table, which is all that is added, the other.
    """
    shown, hidden = b"q Q % you get 10", b"q Q % you get 99"
    parts = [
        b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n",
        b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n",
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Resources<<>>/Contents 4 0 R>>\nendobj\n",
        b"4 0 obj\n<</Length 16>>\nstream\n" + shown + b"\nendstream\nendobj\n",
        b"4 0 obj\n<</Length 16>>\nstream\n" + hidden + b"\nendstream\nendobj\n",
    ]
    body, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for part in parts:
        places.append(len(body))
        body += part
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places[:4])
    whole = body + table + b"trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    later = b"xref\n4 1\n%010d 00000 n \ntrailer\n" % places[4]
    return whole, later


def with_table(sealed: bytes, later: bytes) -> bytes:
    """Return a sealed document with a further table behind it that names the same root."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(BytesIO(sealed))
    root, size = reader.trailer.raw_get("/Root").idnum, int(reader.trailer["/Size"])
    trailer = b"<</Size %d/Root %d 0 R/Prev %d>>\n" % (size, root, reader.last_startxref)
    return sealed + later + trailer + b"startxref\n%d\n%%%%EOF\n" % len(sealed)


def bomb(size: int) -> bytes:
    """Return a small document whose object stream unpacks to `size` bytes."""
    packed = zlib.compress(b"5 0 " + b" " * size + b"<<>>", 1)
    body = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R>>\nendobj\n"
    body += b"2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    stream = len(body)
    body += b"4 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
    body += packed + b"\nendstream\nendobj\n"
    first, second = body.index(b"1 0 obj"), body.index(b"2 0 obj")
    rows = [(0, 0, 255), (1, first, 0), (1, second, 0), (1, len(body), 0), (1, stream, 0), (2, 4, 0)]
    table = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + more.to_bytes(1, "big") for kind, place, more in rows
    )
    start = len(body)
    body += b"3 0 obj\n<</Type/XRef/Size 6/Root 1 0 R/W[1 4 1]/Length %d>>\nstream\n" % len(table)
    return body + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


def plain(objects: list[bytes]) -> bytes:
    """Return a document of these objects, numbered from 1; the first is the root."""
    parts, places, place = [b"%PDF-1.7\n"], [], 9
    for number, content in enumerate(objects, start=1):
        places.append(place)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        place += len(parts[-1])
    body = b"".join(parts)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\n" % (len(objects) + 1)
    return body + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(body)


def _box(width: int, height: int) -> ArrayObject:
    return ArrayObject(FloatObject(each) for each in (0, 0, width, height))
