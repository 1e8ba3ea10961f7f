"""Whether content and leaf of an event are what its columns say, by few steps that take the columns as text.

Whatever is not told sound here is looked at again, as an event, to say what is wrong with it: a no is never final.
"""

import json
import json.encoder
from functools import lru_cache
from hashlib import sha256
from json.encoder import encode_basestring as quoted
from typing import Any

from dienests.kernel.log.canonical import written
from dienests.kernel.log.rows import Row, once

# A value of a kind that was never written; the reader of JSON ends by StopIteration where no value begins.
STRANGE = (TypeError, ValueError, AttributeError, IndexError, RecursionError, StopIteration)
_read: Any = json.JSONDecoder(object_pairs_hook=once).scan_once  # type: ignore[attr-defined]
# What `Encoder().encode` makes anew for each value; a Python without it in C goes the long way.
_encoder: Any = getattr(json.encoder, "c_make_encoder", None)
_pieces: Any = _encoder and _encoder(None, None, quoted, None, ":", ",", True, False, True)


def sound(row: Row) -> bool:
    """Tell whether this row of an event is sound by itself; raises one of STRANGE for a value of another kind."""
    (_id, kind, stream, _position, version, digest, at, mandate, participant, act, basis, source, target, payload, salt,
     kept, previous, leaf, *_place) = row  # fmt: skip
    if payload is None or salt is None:
        if payload is not salt:
            return False
    elif sha256(salt + _hashed(payload)).digest() != kept:
        return False
    covered = (
        f"\x00[{quoted(kind)},{quoted(_dashed(stream))},{_words(version, digest)},{quoted(_moment(at))},"
        f'{_actor(mandate, participant)},{_words(act, basis, source, target)},"{kept.hex()}","{previous.hex()}"]'
    )
    return bool(sha256(covered.encode()).digest() == leaf)


def _hashed(payload: str) -> bytes:
    """Return what was hashed: the column holds just that; rows of older versions have a space after each key."""
    if '": ' not in payload:
        return payload.encode()
    value, end = _read(payload, 0)
    if end != len(payload):
        raise ValueError("something stands after the value")
    return "".join(_pieces(value, 0)).encode() if _pieces else written(value)


@lru_cache(4096)  # the same few acts and officials come again and again
def _words(*texts: str) -> str:
    return ",".join(map(quoted, texts))


@lru_cache(4096)
def _actor(mandate: str | None, participant: str | None) -> str:
    if participant:
        return quoted(f"participant:{_dashed(participant)}")
    return quoted(f"mandate:{_dashed(mandate)}" if mandate else "system")


def _dashed(value: str) -> str:
    """Return the text of an id: SQLite keeps it without its dashes."""
    if len(value) == 36:
        return value
    return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"


def _moment(value: str) -> str:
    """Return a moment as the leaf has it; SQLite keeps it with a space, and without microseconds that are zero."""
    if value[-1] == "Z":
        return value
    return f"{value[:10]}T{value[11:]}{'' if len(value) == 26 else '.000000'}Z" if value[10] == " " else ""
