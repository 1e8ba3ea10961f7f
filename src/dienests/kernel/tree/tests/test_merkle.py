"""Roots and proofs: the published vectors, the example of RFC 9162, and a second implementation for the rest."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dienests.kernel.tree import merkle
from dienests.kernel.tree.tests import naive

# The eight entries of the Certificate Transparency test suite and the roots over the first 1, 2 ... 8 of them.
ENTRIES = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def leaves_of(count: int) -> list[bytes]:
    return [merkle.leaf_hash(str(number).encode()) for number in range(count)]


def over(leaves: list[bytes]) -> merkle.Node:
    return lambda height, index: merkle.fold(b"".join(leaves[index << height : (index + 1) << height]))


@pytest.mark.parametrize("size", range(1, 9))
def test_published_roots(size: int) -> None:
    leaves = [merkle.leaf_hash(bytes.fromhex(entry)) for entry in ENTRIES]
    assert merkle.root(size, over(leaves)).hex() == ROOTS[size - 1]


def test_the_empty_tree() -> None:
    assert merkle.root(0, over([])) == sha256().digest()


def test_the_example_of_rfc_9162() -> None:
    """2.1.5: seven leaves a, b, c, d, e, f, j below g, h, i, k, l."""
    a, b, c, d, e, f, j = leaves_of(7)
    g, h, i = merkle.node_hash(a, b), merkle.node_hash(c, d), merkle.node_hash(e, f)
    k, l = merkle.node_hash(g, h), merkle.node_hash(i, j)  # noqa: E741 - the letters of the standard
    node = over([a, b, c, d, e, f, j])
    assert merkle.root(7, node) == merkle.node_hash(k, l)
    assert merkle.inclusion(0, 7, node) == [b, h, l]
    assert merkle.inclusion(3, 7, node) == [c, g, l]
    assert merkle.inclusion(4, 7, node) == [f, j, k]
    assert merkle.inclusion(6, 7, node) == [i, k]
    assert merkle.consistency(3, 7, node) == [c, d, g, l]
    assert merkle.consistency(4, 7, node) == [l]
    assert merkle.consistency(6, 7, node) == [i, j, k]


@given(st.integers(1, 300), st.data())
def test_inclusion_as_the_second_implementation_has_it(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves = leaves_of(size)
    proof = merkle.inclusion(index, size, over(leaves))
    assert proof == naive.path(index, leaves)
    root = naive.mth(leaves)
    assert merkle.root(size, over(leaves)) == root
    assert merkle.included(leaves[index], index, size, proof, root)


@given(st.integers(0, 300), st.data())
def test_consistency_as_the_second_implementation_has_it(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(0, new))
    leaves = leaves_of(new)
    proof = merkle.consistency(old, new, over(leaves))
    assert proof == naive.proof(old, leaves)
    assert merkle.consistent(old, new, naive.mth(leaves[:old]), naive.mth(leaves), proof)


@given(st.integers(2, 40), st.data())
def test_a_proof_with_one_thing_changed_proves_nothing(size: int, data: st.DataObject) -> None:
    leaves = leaves_of(size)
    index, root, node = data.draw(st.integers(0, size - 1)), naive.mth(leaves), over(leaves)
    proof = merkle.inclusion(index, size, node)
    place = data.draw(st.integers(0, len(proof) - 1))
    forged = [*proof[:place], sha256(proof[place]).digest(), *proof[place + 1 :]]
    assert not merkle.included(leaves[index], index, size, forged, root)
    assert not merkle.included(leaves[index], index, size, [*proof, proof[0]], root)
    assert not merkle.included(leaves[index], index, size, proof[:-1], root)
    assert not merkle.included(sha256(leaves[index]).digest(), index, size, proof, root)
    assert not merkle.included(leaves[index], size, size, proof, root)
    other = data.draw(st.integers(0, size - 1).filter(lambda number: number != index))
    assert not merkle.included(leaves[index], other, size, proof, root)


@given(st.integers(2, 40), st.data())
def test_a_tree_with_another_past_is_not_consistent(new: int, data: st.DataObject) -> None:
    leaves = leaves_of(new)
    old = data.draw(st.integers(1, new - 1))
    proof, root = merkle.consistency(old, new, over(leaves)), naive.mth(leaves)
    past = [sha256(leaves[0]).digest(), *leaves[1:old]]
    assert not merkle.consistent(old, new, naive.mth(past), root, proof)
    assert not merkle.consistent(old, new, naive.mth(leaves[:old]), sha256(root).digest(), proof)
    assert not merkle.consistent(old, new, naive.mth(leaves[:old]), root, proof[:-1])
    assert not merkle.consistent(old, new, naive.mth(leaves[:old]), root, [*proof, proof[-1]])
    assert not merkle.consistent(new, old, root, naive.mth(leaves[:old]), proof)


@pytest.mark.parametrize(("call", "sizes"), [("inclusion", (3, 3)), ("inclusion", (-1, 3)), ("consistency", (4, 3))])
def test_what_cannot_be_proved_is_refused(call: str, sizes: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="a tree of 3 leaves"):
        getattr(merkle, call)(*sizes, over(leaves_of(3)))
