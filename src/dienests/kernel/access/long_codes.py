"""Codes that are shown once and typed from paper: 160 random bits, written in groups, read with their lookalikes."""

import secrets
from base64 import b32encode

BYTES, GROUP = 20, 4  # 160 random bits are 32 letters and digits, in eight groups of four
ALIKE = str.maketrans("018", "OIB")  # digits that the alphabet lacks, as people read them


def new() -> str:
    """Return a code as it is hashed, without groups."""
    return b32encode(secrets.token_bytes(BYTES)).decode()


def grouped(code: str) -> str:
    """Return a code as it is shown: ABCD-EFGH-..."""
    return "-".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def plain(typed: str) -> str:
    """Return what was typed as it is hashed."""
    return "".join(typed.split()).replace("-", "").upper().translate(ALIKE)
