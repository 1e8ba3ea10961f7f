"""One way, and only one, to write a value as bytes, so that a hash made today is found again in twenty years."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

SALT_BYTES = 16


class Encoder(json.JSONEncoder):
    """The one way of writing, for whoever asks for a class, as Django's field of JSON does."""

    def __init__(self, **_given: Any) -> None:
        super().__init__(sort_keys=True, ensure_ascii=False, check_circular=False, separators=(",", ":"))


_encode = Encoder().encode
NOTHING = b"\x00" * 32  # the leaf before the first one


def canonical(value: Any) -> bytes:
    """Return JSON in UTF-8 with keys sorted by code point and no spaces; moments are UTC with microseconds.

    Raises TypeError for a value without one certain form, such as a float or a moment without a zone.
    """
    return written(plain(value))


def written(value: Any) -> bytes:
    """Return the bytes of a value that `plain` has made."""
    try:
        return _encode(value).encode()
    except UnicodeEncodeError as half:
        raise TypeError("the text holds half a surrogate pair, which no database keeps; take it out.") from half


def plain(value: Any) -> Any:
    """Return the value made of text, whole numbers, lists and maps only; raises TypeError as `canonical` does."""
    match value:
        case str():
            return _text(value)
        case None | bool() | int():
            return value
        case datetime():
            return moment(value)
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case Decimal():
            return _decimal(value)
        case bytes() | memoryview():
            return bytes(value).hex()
        case Mapping():
            return {_key(key): plain(item) for key, item in value.items()}
        case Sequence() | frozenset() | set():
            return [plain(item) for item in (sorted(value) if isinstance(value, (set, frozenset)) else value)]
    raise TypeError(f"{type(value).__name__} has no canonical form; write it as text or as a whole number.")


def _text(value: str) -> str:
    if "\x00" in value:
        raise TypeError("the text holds a NUL character, which no database keeps; take it out.")
    return str(value)


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"the key {key!r} is no text; two keys could be written alike.")
    return _text(key)


def _decimal(value: Decimal) -> str:
    """Equal numbers are written alike, however many places the database gives them."""
    if not value.is_finite():
        raise TypeError(f"{value} is no number; write down what is meant.")
    digits = format(value, "f")
    shortened = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if shortened in ("-0", "") else shortened


def moment(at: datetime) -> str:
    """Return a moment as UTC text with microseconds; raises TypeError when it has no zone."""
    if at.tzinfo is None:
        raise TypeError(f"the moment {at.isoformat()} has no zone; pass an aware datetime.")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def new_salt() -> bytes:
    """Return 128 random bits: without them a hash of a short value can be searched."""
    return secrets.token_bytes(SALT_BYTES)


def commitment(salt: bytes, value: Any) -> bytes:
    """Return H(salt || canonical value), 32 bytes."""
    return digest_of(salt, plain(value))


def digest_of(salt: bytes, value: Any) -> bytes:
    """Return the commitment to a value that `plain` has made."""
    return hashlib.sha256(salt + written(value)).digest()


def leaf(*parts: str) -> bytes:
    """Return H(0x00 || canonical(parts)), 32 bytes: a leaf in the sense of RFC 9162, 2.1.1."""
    return hashlib.sha256(b"\x00" + written(parts)).digest()
