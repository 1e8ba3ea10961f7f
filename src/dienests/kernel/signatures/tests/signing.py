"""What the tests of seals share: moments, and the signature taken out of a document by hand."""

import re
from datetime import UTC, datetime

AT = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)


def taken_out(pdf: bytes) -> tuple[bytes, bytes]:
    """Return the signed bytes and the signature of the last signature in a document, by its byte range alone."""
    start, end = gap(pdf)
    rest = int(_range(pdf)[3])
    return pdf[:start] + pdf[end : end + rest], bytes.fromhex(pdf[start + 1 : end - 1].decode())


def gap(pdf: bytes) -> tuple[int, int]:
    """Return where the last signature stands, its angle brackets included."""
    _start, length, second, _rest = map(int, _range(pdf))
    return length, second


def _range(pdf: bytes) -> tuple[bytes, ...]:
    return re.findall(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", pdf)[-1]
