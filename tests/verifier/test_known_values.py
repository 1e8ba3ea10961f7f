"""The verifier against values that others published, and against other implementations."""

import ast
import hashlib
import sys

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from dienests.kernel.log import canonical as ours
from dienests.kernel.log.receipts import verifier_hash
from tests.verifier.given import FILE, growth, mth, path, sha, verifier

# Leaves and roots with which Certificate Transparency implementations are tested (RFC 6962 and RFC 9162, 2.1).
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
}
CONSISTENCY = {
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
# RFC 8032, 7.1: public key, message, signature.
SIGNED = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]
# A signed note as c2sp.org/signed-note and the Go checksum database write it: its first public example.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)

leaf_hashes = [sha(b"\0" + bytes.fromhex(each)) for each in LEAVES]


def tree(leaves: list[bytes]) -> bytes:
    """Return the root as the verifier computes it."""
    grown = verifier.Tree()
    for leaf in leaves:
        grown.add(leaf)
    return grown.root()


def test_roots_of_the_reference_leaves() -> None:
    assert [tree(leaf_hashes[:size]).hex() for size in range(9)] == ROOTS


@pytest.mark.parametrize(("place", "proof"), INCLUSION.items())
def test_inclusion_proofs_of_the_reference_tree(place: tuple[int, int], proof: list[str]) -> None:
    index, size = place
    steps = [bytes.fromhex(step) for step in proof]
    assert verifier.root_by_inclusion(leaf_hashes[index], index, size, steps).hex() == ROOTS[size]
    assert path(index, leaf_hashes[:size]) == steps  # the oracle of the other tests knows them too


@pytest.mark.parametrize(("sizes", "proof"), CONSISTENCY.items())
def test_consistency_proofs_of_the_reference_tree(sizes: tuple[int, int], proof: list[str]) -> None:
    old, new = sizes
    steps = [bytes.fromhex(step) for step in proof]
    assert verifier.is_consistent(old, bytes.fromhex(ROOTS[old]), new, bytes.fromhex(ROOTS[new]), steps)
    assert growth(old, leaf_hashes[:new]) == steps


@given(st.integers(1, 70), st.data())
def test_proofs_of_the_definition_are_accepted_and_others_are_not(size: int, data: st.DataObject) -> None:
    leaves = [sha(bytes([number])) for number in range(size)]
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size - 1))
    proof, root = path(index, leaves), mth(leaves)
    assert tree(leaves) == root
    assert verifier.root_by_inclusion(leaves[index], index, size, proof) == root
    if other != index:
        assert verifier.root_by_inclusion(leaves[other], index, size, proof) != root
        assert verifier.root_by_inclusion(leaves[index], other, size, proof) != root
    assert verifier.root_by_inclusion(leaves[index], index, size, [*proof, root]) != root
    if proof:
        assert verifier.root_by_inclusion(leaves[index], index, size, proof[:-1]) != root


@given(st.integers(1, 70), st.integers(1, 70), st.data())
def test_growth_is_accepted_and_a_change_of_the_past_is_not(one: int, other: int, data: st.DataObject) -> None:
    old, new = sorted((one, other))
    leaves = [sha(bytes([number])) for number in range(new)]
    proof, before, after = growth(old, leaves), mth(leaves[:old]), mth(leaves)
    assert verifier.is_consistent(old, before, new, after, proof)
    changed = list(leaves)
    changed[data.draw(st.integers(0, old - 1))] = sha(b"changed")
    assert not verifier.is_consistent(old, before, new, mth(changed), growth(old, changed))
    if proof:
        place = data.draw(st.integers(0, len(proof) - 1))
        assert not verifier.is_consistent(old, before, new, after, [*proof[:place], sha(b"x"), *proof[place + 1 :]])
        assert not verifier.is_consistent(old, before, new, after, proof[:place])
        assert not verifier.is_consistent(old, before, new, after, [*proof, sha(b"x")])


@pytest.mark.parametrize(("public", "message", "signature"), SIGNED)
def test_signatures_of_rfc_8032(public: str, message: str, signature: str) -> None:
    key, words, signed = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
    assert verifier.is_signed(key, words, signed)
    assert not verifier.is_signed(key, words + b"x", signed)
    assert not verifier.is_signed(key, words, signed[:-1])
    # A multiple of the order added to the second half would verify without the check of RFC 8032, 5.1.7.
    doubled = signed[:32] + (int.from_bytes(signed[32:], "little") + verifier.ORDER).to_bytes(32, "little")
    assert not verifier.is_signed(key, words, doubled)


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=40), st.data())
def test_signatures_as_another_implementation_judges_them(seed: bytes, message: bytes, data: st.DataObject) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert verifier.is_signed(public, message, signature)
    place, bit = data.draw(st.integers(0, 95)), data.draw(st.integers(0, 7))
    whole = bytearray(public + signature)
    whole[place] ^= 1 << bit
    public, signature = bytes(whole[:32]), bytes(whole[32:])
    assert verifier.is_signed(public, message, signature) == _theirs(public, message, signature)


def _theirs(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def test_a_public_signed_note_is_genuine() -> None:
    key = verifier.Key(PETER, "key")
    text, _gap, line = NOTE.rpartition("\n\n")
    signer, number, signature = verifier.Checkpoint.signature(line[:-1])
    assert (signer, number) == (key.name, key.number)
    assert verifier.is_signed(key.public, (text + "\n").encode(), signature)


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
SCALARS = st.none() | st.booleans() | st.integers() | TEXT
PLAIN = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4))


@given(PLAIN, st.binary(min_size=16, max_size=16))
def test_canonical_json_is_that_of_the_log(value: object, salt: bytes) -> None:
    assert verifier.written(value).encode() == ours.canonical(value)
    assert verifier.parsed(verifier.written(value)) == value
    assert verifier.commitment(salt, value) == ours.commitment(salt, value).hex()


@given(st.lists(TEXT, min_size=12, max_size=12))
def test_a_leaf_is_that_of_the_log(texts: list[str]) -> None:
    assert verifier.leaf_of(dict(zip(verifier.EVENT, texts, strict=True))) == ours.leaf(*texts)


@pytest.mark.parametrize(
    "text", ["1.5", "NaN", "Infinity", "1e3", '{"a":1,"a":2}', "[" * 100_000, "", "nul", "1" * 5000]
)
def test_what_has_no_canonical_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        verifier.parsed(text)


def test_the_hash_beside_the_file_is_its_hash() -> None:
    digest = hashlib.sha256(FILE.read_bytes()).hexdigest()
    line = (FILE.parent / "SHA256").read_text(encoding="ascii")
    assert line == f"{digest}  verify_evidence.py\n", "run: (cd verifier && sha256sum verify_evidence.py > SHA256)"
    assert verifier_hash() == digest


def test_it_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse(FILE.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert names <= sys.stdlib_module_names
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert "urllib" not in names
    assert "socket" not in names
