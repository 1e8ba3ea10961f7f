"""A receipt in the hands of a stranger: from an empty folder, with the file and the receipt alone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.verifier.given import Signer, a_log, b64, canonical, growth, path, run, sha


@pytest.fixture
def log() -> Any:
    return a_log()


def saved(folder: Path, receipt: Any, name: str = "receipt.json") -> Path:
    file = folder / name
    file.write_text(receipt if isinstance(receipt, str) else json.dumps(receipt), encoding="utf-8")
    return file


def test_a_genuine_receipt_agrees(log: Any, tmp_path: Path) -> None:
    file = saved(tmp_path, log.receipt(7))
    code, said = run(tmp_path, "receipt", file, "--key", log.signer.vkey)
    assert (code, said) == (0, f"AGREES: 1 acts; checkpoint of {log.signer.origin} over 20 acts.\n")


def test_a_key_that_came_with_the_receipt_is_named_to_be_compared(log: Any, tmp_path: Path) -> None:
    code, said = run(tmp_path, "receipt", saved(tmp_path, log.receipt(7) | {"key": log.signer.vkey}))
    assert code == 0
    assert f"Compare it with one that you got elsewhere: {log.signer.vkey}" in said


def test_without_any_key_nothing_is_judged(log: Any, tmp_path: Path) -> None:
    code, said = run(tmp_path, "receipt", saved(tmp_path, log.receipt(7)))
    assert (code, said.splitlines()[0].partition(",")[0]) == (2, "The signature was not checked")


def test_the_same_in_latvian_and_for_programs(log: Any, tmp_path: Path) -> None:
    receipt = log.receipt(7)
    receipt["content"]["payload"]["number"] = 8
    file = saved(tmp_path, receipt)
    code, said = run(tmp_path, "receipt", file, "--key", log.signer.vkey, "--lv")
    assert (code, said.splitlines()[-1]) == (1, "MAINĪTS: kļūdu skaits 1.")
    code, said = run(tmp_path, "receipt", file, "--key", log.signer.vkey, "--json")
    told = json.loads(said)
    assert (code, told["verdict"], [each["fault"] for each in told["faults"]]) == (1, "changed", ["content"])


def _content(receipt: dict[str, Any]) -> None:
    receipt["content"]["payload"]["words"] = "something else"


def _salt(receipt: dict[str, Any]) -> None:
    receipt["content"]["salt"] = "00" * 16


def _half(receipt: dict[str, Any]) -> None:
    receipt["content"]["salt"] = None


def _content_with_commitment(receipt: dict[str, Any]) -> None:
    receipt["content"]["payload"]["words"] = "something else"
    salt = bytes.fromhex(receipt["content"]["salt"])
    receipt["event"]["commitment"] = sha(salt + canonical(receipt["content"]["payload"])).hex()


def _who(receipt: dict[str, Any]) -> None:
    receipt["event"]["actor"] = "mandate:somebody else"


def _when(receipt: dict[str, Any]) -> None:
    receipt["event"]["at"] = "2025-03-29T00:30:00.000000Z"


def _index(receipt: dict[str, Any]) -> None:
    receipt["index"] += 1


def _proof(receipt: dict[str, Any]) -> None:
    receipt["proof"][0] = b64(sha(b"x"))


def _shorter(receipt: dict[str, Any]) -> None:
    receipt["proof"].pop()


def _beyond(receipt: dict[str, Any]) -> None:
    receipt["index"] = 2**62


def _more(receipt: dict[str, Any]) -> None:
    receipt["event"]["thirteenth"] = "text"


def _origin(receipt: dict[str, Any]) -> None:
    receipt["origin"] = "cits.example/log-ffffff"


def _size(receipt: dict[str, Any]) -> None:
    receipt["checkpoint"] = receipt["checkpoint"].replace("\n20\n", "\n21\n")


def _other_installation(receipt: dict[str, Any]) -> None:
    receipt.update(a_log(origin="cits.example/log-ffffff").receipt(7))


def _own_key(receipt: dict[str, Any]) -> None:
    receipt.update(a_log().receipt(7))  # the same origin, signed by somebody else


FAULTS: list[tuple[Callable[[dict[str, Any]], None], set[str]]] = [
    (_content, {"content"}), (_salt, {"content"}), (_half, {"halves"}), (_content_with_commitment, {"not_in_tree"}),
    (_who, {"not_in_tree"}), (_when, {"not_in_tree"}), (_index, {"not_in_tree"}), (_proof, {"not_in_tree"}),
    (_shorter, {"not_in_tree"}), (_beyond, {"beyond"}), (_more, {"shape"}), (_origin, {"other_origin"}),
    (_size, {"forged"}), (_other_installation, {"origin"}), (_own_key, {"wrong_key"}),
]  # fmt: skip


@pytest.mark.parametrize(("change", "faults"), FAULTS, ids=lambda value: getattr(value, "__name__", ""))
def test_each_change_has_its_own_sentence(log: Any, tmp_path: Path, change: Any, faults: set[str]) -> None:
    receipt = json.loads(json.dumps(log.receipt(7)))
    change(receipt)
    code, said = run(tmp_path, "receipt", saved(tmp_path, receipt), "--key", log.signer.vkey, "--json")
    assert (code, {each["fault"] for each in json.loads(said)["faults"]}) == (1, faults)


def test_a_receipt_with_another_key_than_the_one_given(log: Any, tmp_path: Path) -> None:
    file = saved(tmp_path, log.receipt(7) | {"key": Signer().vkey})
    code, said = run(tmp_path, "receipt", file, "--key", log.signer.vkey)
    assert code == 1
    assert "the key that came along is another one than the key you gave" in said


def test_erased_content_is_no_fault_and_is_said(log: Any, tmp_path: Path) -> None:
    file = saved(tmp_path, log.receipt(7) | {"content": None})
    code, said = run(tmp_path, "receipt", file, "--key", log.signer.vkey)
    assert code == 0
    assert "The content of 1 acts is not included: it was erased, or is not for the reader." in said


def letter(log: Any, index: int, extra: bytes | None) -> str:
    lines = ["c2sp.org/tlog-proof@v1", *([f"extra {b64(extra)}"] if extra else []), f"index {index}"]
    return "\n".join([*lines, *(b64(step) for step in path(index, log.leaves)), "", log.signer.checkpoint(log.leaves)])


def test_the_proof_from_a_letter(log: Any, tmp_path: Path) -> None:
    key = ("--key", log.signer.vkey)
    alone = saved(tmp_path, letter(log, 7, None), "a.tlog-proof")
    assert run(tmp_path, "receipt", alone, *key)[0] == 2
    assert run(tmp_path, "receipt", alone, *key, "--leaf", log.leaves[7].hex())[0] == 0
    assert run(tmp_path, "receipt", alone, *key, "--leaf", log.leaves[8].hex())[0] == 1
    texts = canonical(list(log.acts[7]["event"].values()))
    for extra in (log.leaves[7], texts):
        assert run(tmp_path, "receipt", saved(tmp_path, letter(log, 7, extra), "b.tlog-proof"), *key)[0] == 0


def test_a_checkpoint_from_print_takes_the_place_of_the_key(log: Any, tmp_path: Path) -> None:
    kept = saved(tmp_path, log.signer.checkpoint(log.leaves), "kept")
    assert run(tmp_path, "receipt", saved(tmp_path, log.receipt(7)), "--checkpoint", kept)[0] == 0


def test_an_older_checkpoint_shows_that_the_log_only_grew(log: Any, tmp_path: Path) -> None:
    words = ["receipt", saved(tmp_path, log.receipt(7)), "--key", log.signer.vkey]
    kept = ["--checkpoint", saved(tmp_path, log.signer.checkpoint(log.leaves[:13]), "kept")]
    code, said = run(tmp_path, *words, *kept)
    assert (code, "give --consistency" in said) == (2, True)
    hashes = [b64(step) for step in growth(13, log.leaves)]
    proof = "\n".join(["old 13", *hashes, "", log.signer.checkpoint(log.leaves)])
    assert run(tmp_path, *words, *kept, "--consistency", saved(tmp_path, proof, "proof"))[0] == 0
    hashes[-1] = b64(sha(b"x"))
    proof = "\n".join(["old 13", *hashes, "", log.signer.checkpoint(log.leaves)])
    code, said = run(tmp_path, *words, *kept, "--consistency", saved(tmp_path, proof, "proof"))
    assert (code, "earlier acts were changed" in said) == (1, True)


def test_a_fork_is_named(log: Any, tmp_path: Path) -> None:
    other = log.signer.checkpoint([*log.leaves[:19], sha(b"x")])
    words = ["receipt", saved(tmp_path, log.receipt(7)), "--key", log.signer.vkey]
    code, said = run(tmp_path, *words, "--checkpoint", saved(tmp_path, other, "kept"))
    assert (code, "(a fork)" in said) == (1, True)


GARBAGE = [
    b"", b"\xff\xfe\x00garbage", b"null", b"[]", b"{", b"[" * 200_000, b'{"format": "dienests-receipt/2"}',
    b'{"format": "dienests-receipt/1"}', b'{"format": "dienests-receipt/1", "format": "dienests-receipt/1"}',
    b"c2sp.org/tlog-proof@v1\nindex 1\n", b"c2sp.org/tlog-proof@v1\nindex -1\n\nx\n", b"c2sp.org/tlog-proof@v9\n",
    b"c2sp.org/tlog-proof@v1\nextra !!\nindex 0\n\nx\n0\nx\n\n\xe2\x80\x94 x x\n",
]  # fmt: skip


@pytest.mark.parametrize("data", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_gets_one_sentence(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "receipt.json"
    file.write_bytes(data)
    code, said = run(tmp_path, "receipt", file, "--key", Signer().vkey)
    assert (code, len(said.splitlines()), said.splitlines()[-1]) == (2, 2, "NOT JUDGED.")


@pytest.mark.parametrize("part", ["event", "index", "proof", "checkpoint", "origin"])
@pytest.mark.parametrize("value", [None, 0, -1, 1.5, True, "x", "\ud800", [], {}, [1], 2**200])
def test_a_receipt_with_one_odd_part_is_never_a_traceback(log: Any, tmp_path: Path, part: str, value: Any) -> None:
    from tests.verifier.given import verifier

    file = saved(tmp_path, log.receipt(7) | {part: value})
    found = verifier.checked("receipt", str(file), key=log.signer.vkey)
    assert found.status in (1, 2)
    json.dumps(found.told())


def test_a_key_that_is_none_and_a_file_that_is_not_there(log: Any, tmp_path: Path) -> None:
    file = saved(tmp_path, log.receipt(7))
    for key in ("nonsense", log.signer.vkey[:-2], f"x{log.signer.vkey}"):
        code, said = run(tmp_path, "receipt", file, "--key", key)
        assert (code, "it is no public key of a log" in said) == (2, True)
    code, said = run(tmp_path, "receipt", tmp_path / "nowhere")
    assert (code, "there is no such file" in said) == (2, True)
