"""The stand-alone verifier: where it lies in the checkout, and its hash, which stands on each receipt."""

import hashlib
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parents[4] / "verifier" / "verify_evidence.py"


@cache
def verifier_hash() -> str:
    """Return the SHA-256 of the stand-alone verifier in hex: a site that is not trusted cannot vouch for its file."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()
