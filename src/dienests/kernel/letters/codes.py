"""The code that stands beside the number of a letter: who has both may ask what the letter is and whether it holds.

It is computed from a key outside the database, so that no copy of the database tells it: 80 bits, in four groups of
four. Nobody can guess it, with or without the limits of the page that asks for it, and it can be typed from paper.
"""

import hashlib
import hmac
from base64 import b32encode
from uuid import UUID

from dienests.kernel.access import long_codes
from dienests.kernel.keys import store as keys

KEY = "letter-codes"
BYTES = 10


def code_of(letter: UUID) -> str:
    """Return the code of a letter (its `uid`) as it is printed: ABCD-EFGH-IJKL-MNOP."""
    return long_codes.grouped(_code(letter))


def matches(letter: UUID, typed: str) -> bool:
    """Say whether what was typed is the code of the letter."""
    return hmac.compare_digest(_code(letter).encode(), long_codes.plain(typed).encode())


def _code(letter: UUID) -> str:
    return b32encode(hmac.new(keys.key(KEY), letter.bytes, hashlib.sha256).digest()[:BYTES]).decode()
