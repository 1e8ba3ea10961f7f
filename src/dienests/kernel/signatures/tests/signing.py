"""What the tests of seals share: moments, and the signature taken out of a document by hand."""

import re
from datetime import UTC, datetime

AT = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)


def taken_out(pdf: bytes) -> tuple[bytes, bytes]:
    """Return the signed bytes and the signature of the last signature in a document, by its byte range alone."""
    ranges = re.findall(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", pdf)
    start, length, second, rest = map(int, ranges[-1])
    signed = pdf[start : start + length] + pdf[second : second + rest]
    return signed, bytes.fromhex(pdf[start + length + 1 : second - 1].decode())
