"""Files that are made to take all time or all memory of whoever reads them."""

from collections.abc import Callable

from dienests.kernel.signatures.tests import forging


def _many_revisions() -> bytes:
    body = forging.plain([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"])
    start = body.rindex(b"xref\n0 3")
    for _number in range(3000):
        start, before = len(body), start
        body += b"xref\n0 0\ntrailer\n<</Size 3/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (before, start)
    return body


def _table_that_names_itself() -> bytes:
    body = forging.plain([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"])
    start = body.rindex(b"xref\n0 3")
    return body.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % start)


def _deep_pages(depth: int) -> bytes:
    inner = [b"<</Type/Pages/Parent %d 0 R/Kids[%d 0 R]/Count 1>>" % (n - 1, n + 1) for n in range(3, depth)]
    last = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 9 9]>>" % (depth - 1)
    return forging.plain([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", *inner, last])


def _pages_in_a_ring() -> bytes:
    return forging.plain([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"])


def _deep_brackets() -> bytes:
    return forging.plain([b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * 200_000 + b"]" * 200_000 + b">>", b"<<>>"])


def _many_fields() -> bytes:
    fields = b" ".join(b"%d 0 R" % n for n in range(3, 20_003))
    field = b"<</FT/Sig/T(a)/V<</ByteRange[0 1 2 3]/Contents<30>/SubFilter/ETSI.CAdES.detached>>>>"
    return forging.plain([b"<</Type/Catalog/AcroForm<</Fields[" + fields + b"]>>>>", b"<<>>", *[field] * 20_000])


def _fields_in_a_ring() -> bytes:
    return forging.plain([b"<</Type/Catalog/AcroForm<</Fields[2 0 R]>>>>", b"<</T(a)/Kids[2 0 R 2 0 R 2 0 R]>>"])


def _objects() -> bytes:
    return forging.plain([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>", *[b"0"] * 300_000])


def _huge_table() -> bytes:
    body = forging.plain([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"])
    return body.replace(b"xref\n0 3", b"xref\n0 999999999").replace(b"/Size 3", b"/Size 999999999")


HURTFUL: dict[str, Callable[[], bytes]] = {
    "a stream that unpacks to 200 MB": lambda: forging.bomb(200_000_000),
    "a stream that unpacks to 30 MB": lambda: forging.bomb(30_000_000),
    "3000 revisions": _many_revisions,
    "a table that names itself as the one before": _table_that_names_itself,
    "pages 50 000 levels deep": lambda: _deep_pages(50_000),
    "pages in a ring": _pages_in_a_ring,
    "200 000 brackets": _deep_brackets,
    "20 000 signature fields": _many_fields,
    "fields in a ring": _fields_in_a_ring,
    "300 000 objects": _objects,
    "a table of a thousand million objects": _huge_table,
}
