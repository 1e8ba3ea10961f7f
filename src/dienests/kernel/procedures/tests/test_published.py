"""A published version is frozen: what was changed is named, holes are refused, and drafts may change freely."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dienests.kernel.cases.tests.house.models import Visit
from dienests.kernel.cases.tests.house.people import declared
from dienests.kernel.procedures import Procedure, action, end, role, rulebook, stage
from dienests.kernel.procedures.digest import outline
from dienests.kernel.procedures.frozen import check
from dienests.kernel.procedures.lock import LockError, kept, kept_at, place, read
from dienests.kernel.procedures.published import drafts, lock_faults
from dienests.kernel.procedures.publishing import publish, withdraw
from dienests.kernel.procedures.stages import START

code = rulebook("vpd-ethics-code-2026")
ON = date(2026, 11, 25)
warden = role("warden", code["22"], office="warden")
begun, done = stage("begun"), end("done")
open_ = action("open", START, begun, by=warden, basis=code["20"], asks=("reason",))
close = action("close", begun, done, by=warden, basis=code["22"])
ITEMS: dict[str, Any] = {
    "title": "Frozen", "warden": warden, "begun": begun, "done": done, "open_": open_, "close": close,
}  # fmt: skip


@pytest.fixture
def lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A lock file of its own beside a module of its own."""
    module = ModuleType("a_module")
    module.__file__ = str(tmp_path / "procedure.py")
    monkeypatch.setitem(sys.modules, "a_module", module)
    return tmp_path / "procedures.lock"  # type: ignore[return-value]


def make(version: int = 1, base: Any = Procedure, **items: Any) -> Any:
    """Declare a version without registering it."""
    how = {"slug": "frozen", "record": Visit, "basis": code["20"], "version": version, "issued": date(2026, 1, 1)}
    kept_items = {**(ITEMS if base is Procedure else {}), **items, "__module__": "a_module"}
    return type("Frozen", (base,), kept_items, **how, registered=False)


def faults(lock: Path) -> list[str]:
    return [each for each in lock_faults(lock) if each.startswith("frozen")]


def test_every_published_version_of_this_installation_is_what_was_published() -> None:
    assert list(lock_faults()) == []
    assert {("ethics-report", 1), ("ethics-case", 1)} <= {each.key() for each in read(place())}


def test_a_published_version_stands_in_the_lock_with_digest_day_and_basis(lock: Path) -> None:
    with declared(make()):
        line = publish(slug="frozen", on=ON, basis="order of 2 March\nNo 4", lock=lock)
        assert [str(each) for each in read(lock)] == [f"frozen 1 {line.digest} 2026-11-25 order of 2 March No 4"]
        assert faults(lock) == []
        assert ("frozen", 1) not in {each.key() for each in drafts(lock)}
        assert kept(kept_at(make())) == outline(make())


def test_a_reworded_label_is_no_change_and_another_paragraph_is_named(lock: Path) -> None:
    with declared(make()):
        publish(slug="frozen", on=ON, basis="", lock=lock)
    reworded = action("shut", begun, done, by=warden, basis=code["22"])
    with declared(make(close=reworded)):
        assert faults(lock) == []
    changed = action("close", begun, done, by=warden, basis=code["25"], asks=("note",))
    with declared(make(close=changed)):
        (sentence,) = faults(lock)
    assert "actions.close.basis was vpd-ethics-code-2026:22 and is vpd-ethics-code-2026:25" in sentence
    assert "actions.close.asks was added" in sentence
    assert "move the class to versions/v1.py" in sentence
    assert "version=2" in sentence


def test_a_version_that_was_published_and_then_removed_is_told(lock: Path) -> None:
    with declared(make()):
        publish(slug="frozen", on=ON, basis="", lock=lock)
    (sentence,) = faults(lock)
    assert "restore its file in versions/" in sentence


def test_an_unsound_version_is_not_published(lock: Path) -> None:
    with declared(make(lost=stage("lost"))), pytest.raises(LockError, match="no action leads to the stage 'lost'"):
        publish(slug="frozen", on=ON, basis="", lock=lock)
    assert not lock.exists()


def test_a_version_with_a_hole_before_it_is_refused(lock: Path) -> None:
    first = make()
    third = make(3, first, close=action("close", begun, done, by=warden, basis=code["25"]))
    with declared(first):
        publish(slug="frozen", on=ON, basis="", lock=lock)
    with declared(first, third):
        with pytest.raises(LockError, match="version 3 is declared and version 2 is not"):
            publish(slug="frozen", on=ON, basis="", lock=lock)
        assert ["version 2 is not" in each for each in faults(lock)] == [True]


def test_a_hole_in_the_file_is_told_and_stops_the_next_publication(lock: Path) -> None:
    first = make()
    second = make(2, first, close=action("close", begun, done, by=warden, basis=code["25"]))
    with declared(first, second):
        publish(slug="frozen", on=ON, basis="", lock=lock)
        assert faults(lock) == [], "a draft above the published versions is none of their faults"
        publish(slug="frozen", on=ON, basis="", lock=lock)
        lines = lock.read_text().splitlines(keepends=True)
        lock.write_text("".join(line for line in lines if not line.startswith("frozen 1 ")))
        assert any("version 2 is published and version 1 is not" in each for each in faults(lock))
        lock.write_text("".join([*lines, lines[-1]]))
        assert any("stands twice" in each for each in faults(lock))


def test_an_amendment_before_its_forerunner_is_published_is_told(lock: Path) -> None:
    first = make()
    second = make(2, first, close=action("close", begun, done, by=warden, basis=code["25"]))
    with declared(first, second):
        (sentence,) = faults(lock)
        assert "declared before version 1 is published" in sentence
        publish(slug="frozen", on=ON, basis="", lock=lock)
        assert faults(lock) == []


@pytest.mark.parametrize(
    "line",
    ["frozen 1", "frozen 1  2026-11-25 order", "frozen one " + "a" * 64 + " 2026-11-25 order",
     "frozen 1 " + "a" * 64 + " 2026-02-30 order", "frozen 1 " + "a" * 64 + " 2026-11-25"],
)  # fmt: skip
def test_a_line_that_is_not_whole_is_refused(lock: Path, line: str) -> None:
    lock.write_text(f"{line}\n")
    (sentence,) = lock_faults(lock)
    assert "put back the file" in sentence
    with declared(make()), pytest.raises(LockError, match="put back the file"):
        publish(slug="frozen", on=ON, basis="", lock=lock)


def test_what_was_kept_beside_the_module_is_believed_only_if_the_digest_says_so(lock: Path) -> None:
    with declared(make()):
        publish(slug="frozen", on=ON, basis="", lock=lock)
    place = kept_at(make())
    place.write_text(place.read_text().replace("2026:22", "2026:25"))
    changed = action("close", begun, done, by=warden, basis=code["25"])
    with declared(make(close=changed)):
        (sentence,) = faults(lock)
    assert "does not hold any more what it was" in sentence


def test_nothing_is_published_twice_and_nothing_unknown(lock: Path) -> None:
    with declared(make()):
        publish(slug="frozen", on=ON, basis="", lock=lock)
        with pytest.raises(LockError, match="version 1 is published already"):
            publish(slug="frozen", on=ON, basis="", lock=lock)
    with pytest.raises(LockError, match="There is no procedure 'nothing'"):
        publish(slug="nothing", on=ON, basis="", lock=lock)


def test_a_version_under_which_no_case_began_may_become_a_draft_again(lock: Path) -> None:
    with declared(make()):
        publish(slug="frozen", on=ON, basis="", lock=lock)
        with pytest.raises(LockError, match="7 cases began under version 1"):
            withdraw(slug="frozen", begun=lambda _slug, _version: 7, lock=lock)
        withdraw(slug="frozen", begun=lambda _slug, _version: 0, lock=lock)
        assert read(lock) == []
        assert not kept_at(make()).exists()
        with pytest.raises(LockError, match="No version of 'frozen' is published"):
            withdraw(slug="frozen", begun=lambda _slug, _version: 0, lock=lock)


def test_the_check_of_the_house_tells_faults_as_errors_and_drafts_as_notes() -> None:
    assert check() == []
    with declared(make()):
        (note,) = check()
        assert not note.is_serious()
        assert "version 1 is a draft" in str(note.msg)
