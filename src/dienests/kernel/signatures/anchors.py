"""What this installation trusts: its folder of anchors, its development authority, and the revocations it knows."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding

from dienests.kernel.keys import material as held
from dienests.kernel.signatures import authority as development
from dienests.kernel.signatures import bought
from dienests.kernel.signatures.examination.material import Material


def material(at: datetime) -> Material:
    """Return what an examination at `at` needs to know; raises SealRefused when an anchor cannot be read."""
    anchors, lists = _outside(held.state(bought.TRUST))
    own = development.known()
    if own is None:
        return Material(anchors, lists=lists)
    listed = tuple(each.public_bytes(Encoding.DER) for each in own.lists(at))
    return Material(anchors, own.root.public_bytes(Encoding.DER), lists + listed)


@lru_cache(maxsize=2)
def _outside(_seen: tuple[Any, ...]) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    return tuple(each.dump() for each in bought.anchors()), bought.lists()
