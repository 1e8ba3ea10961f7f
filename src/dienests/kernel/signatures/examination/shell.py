"""The shell of signed data, which no signature covers: whether it is written exactly as RFC 5652 asks, in DER.

Inside stand parts that are protected by themselves (attributes, certificates, signatures). Around them a changed byte
would otherwise go unnoticed: a version, a parameter, a tag.
"""

from collections.abc import Iterator

SEQUENCE, SET, INTEGER, OID, OCTETS, NULL = 0x30, 0x31, 0x02, 0x06, 0x04, 0x05
# id-aa-signatureTimeStampToken: PAdES allows no other attribute that is not signed.
STAMP = bytes.fromhex("2a864886f70d010910020e")
_SMALLEST_LONG = 0x80


class Odd(ValueError):
    """Something stands where it should not."""


def exact(content: bytes) -> bool:
    """Tell whether signed data of one signer is written as the standard asks, to the last byte."""
    try:
        outer = _inside(content, SEQUENCE)
        kind, wrapped = _next(outer, OID), _next(outer, 0xA0)
        _end(outer)
        return bool(kind) and _signed_data(wrapped)
    except Odd:
        return False


def _signed_data(wrapped: bytes) -> bool:
    parts = _inside(wrapped, SEQUENCE)
    version = _next(parts, INTEGER)
    for _tag, algorithm in _values(_next(parts, SET)):
        _algorithm(algorithm)
    content = _values(_next(parts, SEQUENCE))
    plain = next(content)[1] == bytes.fromhex("2a864886f70d010701")
    for tag, inner in content:
        if tag != 0xA0 or [each for each, _value in _values(inner)] != [OCTETS]:
            raise Odd
    tag, value = next(parts, (0, b""))
    if tag == 0xA0:
        if any(each != SEQUENCE for each, _value in _values(value)):
            raise Odd
        tag, value = next(parts, (0, b""))
    if tag == 0xA1:
        tag, value = next(parts, (0, b""))
    if tag != SET:
        raise Odd
    _end(parts)
    by_key = _signer(value)
    return version == bytes([1 if plain and not by_key else 3])


def _signer(value: bytes) -> bool:
    """Check the one signer; return whether it is named by its key instead of by issuer and number."""
    (tag, content), *others = _values(value)
    if tag != SEQUENCE or others:
        raise Odd
    parts = _values(content)
    version = _next(parts, INTEGER)
    named, _identity = next(parts, (0, b""))
    if named not in (SEQUENCE, 0x80) or version != bytes([1 if named == SEQUENCE else 3]):
        raise Odd
    _algorithm(_next(parts, SEQUENCE))
    _next(parts, 0xA0)
    _next(parts, SEQUENCE)
    _next(parts, OCTETS)
    for tag, unsigned in parts:
        if tag != 0xA1:
            raise Odd
        for each, attribute in _values(unsigned):
            found = list(_values(attribute))
            if each != SEQUENCE or [one for one, _value in found] != [OID, SET] or found[0][1] != STAMP:
                raise Odd
    return named != SEQUENCE


def _algorithm(content: bytes) -> None:
    parts = _values(content)
    _next(parts, OID)
    if list(parts) not in ([], [(NULL, b"")]):
        raise Odd


def _inside(content: bytes, tag: int) -> Iterator[tuple[int, bytes]]:
    found = list(_values(content))
    if [each for each, _value in found] != [tag]:
        raise Odd
    return _values(found[0][1])


def _next(parts: Iterator[tuple[int, bytes]], tag: int) -> bytes:
    found, value = next(parts, (0, b""))
    if found != tag:
        raise Odd
    return value


def _end(parts: Iterator[tuple[int, bytes]]) -> None:
    if next(parts, None) is not None:
        raise Odd


def _values(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield tag and value of what stands one behind the other, each length in its shortest form."""
    place = 0
    while place < len(content):
        if place + 2 > len(content):
            raise Odd
        tag, length = content[place], content[place + 1]
        place += 2
        if length >= _SMALLEST_LONG:
            more = length - _SMALLEST_LONG
            written = content[place : place + more]
            length = int.from_bytes(written, "big")
            place += more
            if not 1 <= more <= 4 or len(written) < more or not written[0] or length < _SMALLEST_LONG:
                raise Odd
        if place + length > len(content):
            raise Odd
        yield tag, content[place : place + length]
        place += length
