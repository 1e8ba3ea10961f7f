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
NOTHING = b"\x00" * 32  # the leaf before the first one


def canonical(value: Any) -> bytes:
    """Return JSON in UTF-8 with sorted keys and no spaces; moments are UTC with microseconds (after RFC 8785).

    Raises TypeError for a value without one certain form, such as a float or a moment without a zone.
    """
    return json.dumps(plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def plain(value: Any) -> Any:
    """Return the value made of text, whole numbers, lists and maps only; raises TypeError as `canonical` does."""
    match value:
        case None | bool() | int() | str():
            return value
        case datetime():
            return moment(value)
        case date():
            return value.isoformat()
        case UUID() | Decimal():
            return str(value)
        case bytes() | memoryview():
            return bytes(value).hex()
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case Sequence() | frozenset() | set():
            return [plain(item) for item in (sorted(value) if isinstance(value, (set, frozenset)) else value)]
    raise TypeError(f"{type(value).__name__} has no canonical form; write it as text or as a whole number.")


def moment(at: datetime) -> str:
    """Return a moment as UTC text with microseconds; raises TypeError when it has no zone."""
    if at.tzinfo is None:
        raise TypeError(f"the moment {at.isoformat()} has no zone; pass an aware datetime.")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def new_salt() -> bytes:
    """Return 128 random bits: without them a hash of a short value can be searched."""
    return secrets.token_bytes(SALT_BYTES)


def commitment(salt: bytes, value: Any) -> bytes:
    """Return H(salt || canonical value), 32 bytes."""
    return hashlib.sha256(salt + canonical(value)).digest()


def leaf(*parts: Any) -> bytes:
    """Return H(0x00 || canonical(parts)), 32 bytes: a leaf in the sense of RFC 9162, 2.1.1."""
    return hashlib.sha256(b"\x00" + canonical(list(parts))).digest()
