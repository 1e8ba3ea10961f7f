"""The Merkle tree of RFC 9162, 2.1: roots, proofs that a leaf is in it, proofs that a later tree contains an earlier.

Nothing here keeps a tree. Whoever calls hands in `node(height, index)`, which returns the hash of the complete subtree
over the leaves [index * 2**height, (index + 1) * 2**height). Hashes are 32 bytes, SHA-256.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256

Node = Callable[[int, int], bytes]
EMPTY = sha256(b"").digest()  # the root of a tree without leaves


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node above two others."""
    return sha256(b"\x01" + left + right).digest()


def fold(hashes: bytes) -> bytes:
    """Return the root over 1, 2, 4, 8 ... hashes that lie one after the other."""
    while len(hashes) > 32:
        hashes = b"".join([sha256(b"\x01" + hashes[at : at + 64]).digest() for at in range(0, len(hashes), 64)])
    return hashes


def root(size: int, node: Node) -> bytes:
    """Return the root over the first `size` leaves."""
    return _over(0, size, node) if size else EMPTY


def inclusion(index: int, size: int, node: Node) -> list[bytes]:
    """Return the proof that the leaf at `index` is in the tree of `size` leaves, from its sibling upwards.

    Raises ValueError when there is no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    begin, end, path = 0, size, []
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            path.append(_over(middle, end, node))
            end = middle
        else:
            path.append(_over(begin, middle, node))
            begin = middle
    return path[::-1]


def consistency(old: int, new: int, node: Node) -> list[bytes]:
    """Return the proof that the tree of `new` leaves begins with all leaves of the tree of `old`.

    Raises ValueError when the old tree is the larger one. Every tree begins with the empty one: that needs no proof.
    """
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} leaves does not contain one of {old}")
    begin, end, path = 0, new, []
    while 0 < old < end:
        middle = begin + _split(end - begin)
        if old <= middle:
            path.append(_over(middle, end, node))
            end = middle
        else:
            path.append(_over(begin, middle, node))
            begin = middle
    if begin:  # the old tree ends within the new one, so that its last part cannot be told from its root
        path.append(_over(begin, end, node))
    return path[::-1]


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether the proof shows that the leaf stands at `index` of the tree with this root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for each in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(each, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, each)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def consistent(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether the proof shows that the new tree begins with the old one (RFC 9162, 2.1.4.2)."""
    if old in (0, new):
        return not proof and (old_root == new_root if old == new else old_root == EMPTY)
    if not 0 < old < new or not proof:
        return False
    hashes = list(proof) if old & (old - 1) else [old_root, *proof]
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old_found = new_found = hashes[0]
    for each in hashes[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old_found, new_found = node_hash(each, old_found), node_hash(each, new_found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new_found = node_hash(new_found, each)
        at, last = at >> 1, last >> 1
    return last == 0 and old_found == old_root and new_found == new_root


def _split(width: int) -> int:
    """Return the largest power of two below a width of two or more."""
    return 1 << ((width - 1).bit_length() - 1)


def _over(begin: int, end: int, node: Node) -> bytes:
    """Return the hash over the leaves [begin, end), where begin divides by the largest power of two in the width."""
    parts = []
    while begin < end:
        height = (end - begin).bit_length() - 1
        parts.append(node(height, begin >> height))
        begin += 1 << height
    found = parts.pop()
    while parts:
        found = node_hash(parts.pop(), found)
    return found
