"""A copy of the whole log, tampered with in every way, in the hands of a stranger."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.verifier.given import Log, a_log, run, sha, write_tiles

SIZE = 600  # two full tiles and a part
RESTORED = {"copied": 12, "published": 14, "lost": 2, "found": 0}


@pytest.fixture(scope="module")
def log() -> Log:
    return a_log(SIZE, streams=7)


@pytest.fixture(scope="module")
def written(log: Log, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return log.write(tmp_path_factory.mktemp("log") / "copy")


@pytest.fixture
def copy(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "copy"))


def told(copy: Path, log: Log, *words: object) -> tuple[int, list[tuple[str, str]]]:
    """Return the exit status and (fault, place) of each fault."""
    code, said = run(copy.parent, "log", copy, "--key", log.signer.vkey, "--json", *words)
    return code, [(each["fault"], each["place"].partition(" (")[0]) for each in json.loads(said)["faults"]]


def lines(copy: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (copy / "events.jsonl").read_text(encoding="utf-8").splitlines()]


def write(copy: Path, changed: list[dict[str, Any]]) -> None:
    (copy / "events.jsonl").write_text("".join(json.dumps(line) + "\n" for line in changed), encoding="utf-8")


def test_a_whole_log_agrees(copy: Path, log: Log) -> None:
    code, said = run(copy.parent, "log", copy, "--key", log.signer.vkey)
    assert (code, said) == (0, f"AGREES: 600 acts; checkpoint of {log.signer.origin} over 600 acts.\n")


def test_its_own_key_is_named_to_be_compared(copy: Path, log: Log) -> None:
    code, said = run(copy.parent, "log", copy)
    assert (code, log.signer.vkey in said) == (0, True)


def _content(acts: list[dict[str, Any]]) -> None:
    acts[300]["content"]["payload"]["words"] = "something else"


def _who(acts: list[dict[str, Any]]) -> None:
    acts[300]["event"]["actor"] = "mandate:somebody"


def _when(acts: list[dict[str, Any]]) -> None:
    acts[300]["event"]["at"] = "2020-01-01T00:00:00.000000Z"


def _removed(acts: list[dict[str, Any]]) -> None:
    del acts[300]


def _exchanged(acts: list[dict[str, Any]]) -> None:
    acts[300]["index"], acts[301]["index"] = 301, 300
    acts[300], acts[301] = acts[301], acts[300]


def _cut(acts: list[dict[str, Any]]) -> None:
    del acts[590:]


def _stream(acts: list[dict[str, Any]]) -> None:
    stream = acts[3]["event"]["stream"]
    acts[:] = [each for each in acts if each["event"]["stream"] != stream]


def _twice(acts: list[dict[str, Any]]) -> None:
    acts[301]["index"] = 300


ACTS: list[tuple[Callable[[list[dict[str, Any]]], None], set[tuple[str, str]]]] = [
    (_content, {("content", "act 300")}),
    (_who, {("exchanged", "act 300")}),
    (_when, {("exchanged", "act 300")}),
    (_removed, {("missing", "act 300"), ("chain", "act 307")}),
    (_exchanged, {("exchanged", "act 300"), ("exchanged", "act 301")}),
]


@pytest.mark.parametrize(("change", "faults"), ACTS, ids=lambda value: getattr(value, "__name__", ""))
def test_a_changed_act_is_named(copy: Path, log: Log, change: Any, faults: set[tuple[str, str]]) -> None:
    acts = lines(copy)
    change(acts)
    write(copy, acts)
    code, found = told(copy, log)
    assert code == 1
    assert set(found) == faults


def test_acts_that_were_cut_off(copy: Path, log: Log) -> None:
    acts = lines(copy)
    _cut(acts)
    write(copy, acts)
    code, found = told(copy, log)
    assert (code, "shrunk" in {fault for fault, _place in found}) == (1, True)


def test_a_whole_stream_that_was_cut_off(copy: Path, log: Log) -> None:
    acts = lines(copy)
    count = len(acts)
    _stream(acts)
    write(copy, acts)
    code, found = told(copy, log)
    missing = {place for fault, place in found if fault == "missing"}
    assert (code, len(missing)) == (1, count - len(acts))
    assert "act 3" in missing


def test_two_acts_at_one_place(copy: Path, log: Log) -> None:
    acts = lines(copy)
    _twice(acts)
    write(copy, acts)
    code, found = told(copy, log)
    assert code == 1
    assert {("twice", "act 300"), ("missing", "act 301")} <= set(found)


def test_a_changed_tile_is_named(copy: Path, log: Log) -> None:
    for name in ("tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2"):
        file = copy / name
        kept = file.read_bytes()
        file.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
        assert told(copy, log) == (1, [("tile", name)])
        file.unlink()
        assert told(copy, log) == (1, [("no_tile", name)])
        file.write_bytes(kept)
    assert told(copy, log) == (0, [])


def test_acts_and_tiles_changed_alike_do_not_give_the_signed_root(copy: Path, log: Log) -> None:
    other = Log(log.signer, list(log.acts), list(log.leaves))
    acts = lines(copy)
    _who(acts)
    write(copy, acts)
    other.leaves[300] = sha(b"\0" + json.dumps([*acts[300]["event"].values()], separators=(",", ":")).encode())
    shutil.rmtree(copy / "tile")
    write_tiles(copy, other.leaves)
    code, found = told(copy, log)
    assert code == 1
    assert ("root", str(copy / "checkpoint")) in found


def test_checkpoints_that_were_tampered_with(copy: Path, log: Log) -> None:
    file = copy / "checkpoint"
    genuine = file.read_text(encoding="utf-8")
    for changed, fault in (
        (genuine.replace("\n600\n", "\n599\n"), "forged"),
        (genuine.replace(log.signer.origin, "cits.example/log-ffffff"), "origin"),
        (a_log(3).signer.checkpoint(log.leaves), "wrong_key"),
        ("garbage", "damaged"),
        (log.signer.checkpoint([*log.leaves, sha(b"more")]), "shrunk"),
        (log.signer.checkpoint([*log.leaves[:-1], sha(b"other")]), "root"),
    ):
        file.write_text(changed, encoding="utf-8")
        code, found = told(copy, log)
        assert (code, {name for name, _place in found}) == (1, {fault})


def test_dated_checkpoints_are_checked_too(copy: Path, log: Log) -> None:
    folder = copy / "checkpoints"
    folder.mkdir()
    (folder / "2026-03-28").write_text(log.signer.checkpoint(log.leaves[:300]), encoding="utf-8")
    (folder / "2026-03-29").write_text(log.signer.checkpoint(log.leaves), encoding="utf-8")
    assert told(copy, log) == (0, [])
    (folder / "2026-03-28").write_text(log.signer.checkpoint([*log.leaves[:299], sha(b"x")]), encoding="utf-8")
    assert told(copy, log) == (1, [("root", str(folder / "2026-03-28"))])


def test_a_checkpoint_that_was_kept(copy: Path, log: Log) -> None:
    kept = copy.parent / "kept"
    kept.write_text(log.signer.checkpoint(log.leaves[:123]), encoding="utf-8")
    assert told(copy, log, "--checkpoint", kept) == (0, [])
    kept.write_text(log.signer.checkpoint([*log.leaves[:122], sha(b"x")]), encoding="utf-8")
    assert told(copy, log, "--checkpoint", kept) == (1, [("fork", str(kept))])
    kept.write_text(log.signer.checkpoint([*log.leaves, sha(b"x")]), encoding="utf-8")
    assert told(copy, log, "--checkpoint", kept) == (1, [("shrunk", str(kept))])


def test_later_acts_are_held_by_their_chain(tmp_path: Path) -> None:
    log = a_log(20, streams=2)
    copy = log.write(tmp_path / "copy", upto=15)
    code, said = run(tmp_path, "log", copy, "--key", log.signer.vkey)
    assert (code, "5 acts are not yet covered by a checkpoint" in said) == (0, True)
    acts = lines(copy)
    del acts[16]
    write(copy, acts)
    code, found = told(copy, log)
    assert (code, {fault for fault, _place in found}) == (1, {"chain"})


def test_content_that_was_emptied_by_hand_is_a_fault(copy: Path, log: Log) -> None:
    acts = lines(copy)
    acts[300]["content"] = None
    write(copy, acts)
    assert told(copy, log) == (1, [("erased_unsaid", str(copy))])


def _erased(*erasing: tuple[str, Any], count: int = 3) -> Log:
    """Return a log with so many erased contents, and the acts that erased."""
    log = a_log(20, streams=2)
    for act, payload in erasing:
        log.append("case", log.acts[0]["event"]["stream"], act, payload)
    for index in range(count):
        log.acts[index]["content"] = None
    return log


BOTH = (("erased", {"events": 2, "how": "due"}), ("rectified", {"field": "x", "erased": [2]}))


def test_erased_content_that_acts_of_the_log_admit_is_no_fault(tmp_path: Path) -> None:
    log = _erased(*BOTH)
    code, said = run(tmp_path, "log", log.write(tmp_path / "copy"), "--key", log.signer.vkey)
    assert (code, "The content of 3 acts was erased" in said, "no act" in said) == (0, True, False)
    log = _erased(*BOTH, count=4)
    assert told(log.write(tmp_path / "more"), log) == (1, [("erased_unsaid", str(tmp_path / "more"))])


@pytest.mark.parametrize("payload", [{}, {"events": "9"}, {"events": -9}, {"events": True}, ["events"], "events"])
def test_an_act_that_tells_no_number_admits_nothing(tmp_path: Path, payload: Any) -> None:
    log = _erased(("erased", payload))
    assert told(log.write(tmp_path / "copy"), log) == (1, [("erased_unsaid", str(tmp_path / "copy"))])


@pytest.mark.parametrize("why", ["erased", "withheld", "again", "restored"])
def test_where_acts_may_tell_too_few_what_they_leave_open_is_said(tmp_path: Path, why: str) -> None:
    """An older copy that was restored is emptied by the list of erased things, which is no part of the log."""
    log = _erased(("erased_again" if why == "again" else "erased", {"events": 1}))
    if why == "erased":
        log.acts[20]["content"] = None
    elif why == "withheld":
        del log.acts[20]["content"]
    elif why == "restored":
        log.append("log", "00000000-0000-4000-8000-00000000ffff", "restored", RESTORED)
    code, said = run(tmp_path, "log", log.write(tmp_path / "copy"), "--key", log.signer.vkey)
    assert (code, "erased contents no act tells whose content is here" in said) == (0, True)


def _restored(kind: str = "log", **payload: Any) -> Log:
    """Return a log that lost its acts 12 and 13, and its act 14 that says so."""
    log = a_log(20, streams=2)
    log.append(kind, "00000000-0000-4000-8000-00000000ffff", "restored", RESTORED | payload)
    for index in (12, 13):
        log.acts[index] = {"index": index, "lost": True, "leaf": log.leaves[index].hex()}
    # What was written after the restore follows what was there before it.
    del log.acts[14:20], log.leaves[14:20]
    log.acts[14]["index"] = 14
    return log


def test_acts_that_a_restore_lost_are_named_for_ever(tmp_path: Path) -> None:
    log = _restored()
    copy = log.write(tmp_path / "copy")
    code, said = run(tmp_path, "log", copy, "--key", log.signer.vkey)
    assert (code, "Lost when an older copy was restored: acts 12 to 13" in said) == (0, True)
    acts = lines(copy)
    acts[11] = {"index": 11, "lost": True, "leaf": log.leaves[11].hex()}
    write(copy, acts)
    assert ("lost_unsaid", "act 11") in told(copy, log)[1]


@pytest.mark.parametrize("content", ["erased", "withheld"])
def test_without_the_content_of_the_restore_lost_acts_are_not_judged(tmp_path: Path, content: str) -> None:
    log = _restored()
    if content == "erased":
        log.acts[14]["content"] = None
    else:
        del log.acts[14]["content"]
    code, said = run(tmp_path, "log", log.write(tmp_path / "copy"), "--key", log.signer.vkey)
    assert (code, "2 acts are marked as lost in a restore, and the content" in said) == (2, True)
    log = a_log(3)
    log.append("log", "00000000-0000-4000-8000-00000000ffff", "restored", RESTORED)
    del log.acts[3]["content"]
    assert told(log.write(tmp_path / "whole"), log) == (0, []), "nothing is lost, so nothing need be admitted"


@pytest.mark.parametrize(
    "log", [_restored("case"), _restored(published=13), _restored(lost=1), _restored(copied="12"),
            _restored(copied=13, published=10**30), _restored(lost=None)],
)  # fmt: skip
def test_what_is_no_restore_of_these_acts_admits_nothing(tmp_path: Path, log: Log) -> None:
    code, found = told(log.write(tmp_path / "copy"), log)
    assert (code, {fault for fault, _place in found}) == (1, {"lost_unsaid"})


def test_a_restore_of_any_size_takes_no_time(tmp_path: Path) -> None:
    log = _restored(copied=-(10**30), published=10**30)
    acts = log.acts
    log.acts = [*acts, {"index": 2**62, "event": acts[0]["event"]}]
    code, _found = told(log.write(tmp_path / "copy"), log)
    assert code == 1


def test_one_more_than_the_restore_admitted_is_a_fault(tmp_path: Path) -> None:
    log = a_log(12, streams=2)
    log.append("log", "00000000-0000-4000-8000-00000000ffff", "restored", RESTORED | {"copied": 9, "lost": 2})
    for index in (9, 10, 11):
        log.acts[index] = {"index": index, "lost": True, "leaf": log.leaves[index].hex()}
    code, found = told(log.write(tmp_path / "copy"), log)
    assert (code, {fault for fault, _place in found}) == (1, {"lost_unsaid"})


@pytest.mark.parametrize(
    "line", [b"garbage", b"[]", b'{"index": 1}', b'{"index": "x", "event": {}}', b'{"index": -1, "event": {}}',
             b'{"index": 0, "lost": true, "leaf": 5}', b"\xff", b'{"index": 99999999999999999999, "event": {}}'],
)  # fmt: skip
def test_a_line_that_is_none_gets_one_sentence(copy: Path, log: Log, line: bytes) -> None:
    (copy / "events.jsonl").write_bytes(line + b"\n")
    code, said = run(copy.parent, "log", copy, "--key", log.signer.vkey)
    assert (code, said.splitlines()[-1]) == (2, "NOT JUDGED.")


def test_a_huge_index_takes_no_time(copy: Path, log: Log) -> None:
    acts = lines(copy)
    acts[-1]["index"] = 2**62
    write(copy, acts)
    code, found = told(copy, log)
    assert (code, ("missing", "act 599") in found) == (1, True)


def test_a_folder_without_a_log(tmp_path: Path) -> None:
    code, said = run(tmp_path, "log", tmp_path)
    assert (code, "neither a copy of a log nor a database" in said) == (2, True)
