"""The byte range of a signature, read strictly: everything but the signature itself, and nothing beside it.

Wrapping attacks move, stretch or hollow out this range; a reader that believes it signs what nobody sees.
"""

from dataclasses import dataclass

_DIGITS = (set(b"0123456789abcdef"), set(b"0123456789ABCDEF"))


@dataclass(frozen=True, slots=True)
class Span:
    """The signed bytes are `[0, gap)` and `[resumes, end)`."""

    gap: int
    resumes: int
    end: int


def span(given: object, content: memoryview, signature: bytes) -> Span | None:
    """Return the range where it is sound, else None.

    `given` are the four numbers of the file, `signature` is what stands in its dictionary: exactly that, in one
    spelling, with nothing but zeros behind it, must fill the gap.
    """
    try:
        start, gap, resumes, rest = (int(each) for each in given)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        return None
    end = resumes + rest
    if start != 0 or not 0 < gap < resumes < end <= len(content):
        return None
    between = bytes(content[gap:resumes])
    digits = set(between[1:-1])
    if between[:1] != b"<" or between[-1:] != b">" or not any(digits <= each for each in _DIGITS):
        return None
    return Span(gap, resumes, end) if _decoded(between[1:-1]) == signature and _padded(signature) else None


def der_length(content: bytes) -> int:
    """Return how long the DER value at the beginning of `content` is, header included; 0 where there is none."""
    if len(content) < 2 or content[0] != 0x30:
        return 0
    short = content[1]
    if short < 0x80:
        return 2 + short
    more = short - 0x80
    if not 1 <= more <= 4 or len(content) < 2 + more:
        return 0
    length = int.from_bytes(content[2 : 2 + more], "big")
    smallest = length >= 0x80 and content[2] != 0
    return 2 + more + length if smallest else 0


def _decoded(digits: bytes) -> bytes:
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _padded(signature: bytes) -> bool:
    length = der_length(signature)
    return 0 < length <= len(signature) and not signature[length:].strip(b"\0")
