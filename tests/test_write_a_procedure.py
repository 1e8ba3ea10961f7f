"""`docs/write-a-procedure.md`, executed from its first block to its last in a copy of the checkout."""

import inspect
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.house import ROOT
from tests.checkout import LONGEST, Checkout, copied, surroundings

GUIDE = ROOT / "docs" / "write-a-procedure.md"
BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<name>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
FILES = ("toml", "python", "html", "tsv")
CHECKS = ROOT / "src" / "dienests" / "kernel"
DECLARATIONS = 60


@dataclass(frozen=True)
class Block:
    """One block of the guide: a file, commands, or what the commands before it print."""

    kind: str
    name: str | None
    text: str
    line: int


def blocks() -> list[Block]:
    """Return the blocks in the order of the guide."""
    text = GUIDE.read_text(encoding="utf-8")
    return [
        Block(found["kind"], found["name"], found["text"], text[: found.start()].count("\n") + 1)
        for found in BLOCK.finditer(text)
    ]


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Checkout]:
    """A copy whose environment is that of this run, so that `./dienests` installs nothing."""
    made = copied(tmp_path)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    yield made
    shutil.rmtree(tmp_path)


def test_every_block_is_a_file_a_command_or_what_it_prints() -> None:
    for block in blocks():
        assert (block.kind in FILES) == bool(block.name), f"line {block.line}"
        assert block.kind in (*FILES, "sh", "text"), f"line {block.line}: {block.kind}"
    assert len(blocks()) > 20


def test_the_guide_works_from_its_first_block_to_its_last(checkout: Checkout) -> None:
    printed = ""
    for block in blocks():
        if block.name:
            place = checkout.root / block.name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(block.text, encoding="utf-8")
        elif block.kind == "sh":
            printed = _typed(checkout, block)
        else:
            for line in block.text.splitlines():
                assert line in printed, f"line {block.line} of the guide: {line!r} is not in\n{printed}"


def _typed(checkout: Checkout, block: Block) -> str:
    # One processor, so one process of tests: the few of the guide take less time than to prepare a second database.
    done = subprocess.run(
        ["sh", "-e", "-c", block.text], cwd=checkout.root, env=surroundings(checkout.root, DIENESTS_TEST_DB="sqlite"),
        capture_output=True, text=True, check=False, timeout=LONGEST,
        preexec_fn=lambda: os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}),
    )  # fmt: skip
    assert done.returncode == 0, f"line {block.line} of the guide\n{block.text}\n{done.stdout[-8000:]}\n{done.stderr}"
    return done.stdout


def test_the_procedure_of_the_guide_is_short() -> None:
    first = next(block for block in blocks() if block.name and block.name.endswith("procedure.py"))
    declared = first.text[first.text.index("class ") :]
    assert len([line for line in declared.splitlines() if line.strip()]) <= DECLARATIONS


def _described() -> set[str]:
    text = GUIDE.read_text(encoding="utf-8")
    return set(re.findall(r"[A-Za-z_]+", " ".join(re.findall(r"`([^`\n]+)`", text[text.index("## 16. ") :]))))


def test_every_word_of_the_language_and_what_it_takes_is_described() -> None:
    from dienests.kernel import procedures
    from dienests.kernel.duties import language as duties
    from dienests.kernel.indicators import language as indicators
    from dienests.kernel.procedures import fields

    made = ("text", "choice", "person", "organisation", "own_case", "day", "number")
    words = [(module, name) for module in (procedures, duties, indicators) for name in module.__all__]
    words += [(fields, name) for name in made]
    missing = {name for _module, name in words} - _described()
    for module, name in words:
        word = getattr(module, name)
        if name == "Procedure":
            word = word.__init_subclass__
        if inspect.isfunction(word) or inspect.ismethod(word):
            missing |= {f"{name}({each})" for each in set(inspect.signature(word).parameters) - _described()}
        elif hasattr(word, "__members__"):
            missing |= set(word.__members__) - _described()
    assert not missing


def test_the_sentences_of_the_check_are_sentences_of_the_check() -> None:
    """A sentence that the software says no more would lead astray: its longest plain part stands in the code."""
    text = GUIDE.read_text(encoding="utf-8")
    part = text[text.index("## 15. ") : text.index("## 16. ")]
    code = " ".join(path.read_text(encoding="utf-8") for path in CHECKS.rglob("*.py"))
    code = re.sub(r'"\s*\n?\s*f?"', "", code)
    for line in re.findall(r"^\| (?!it says)([^|]+) \|", part, re.MULTILINE):
        plain = max(re.split(r"'\w+'|\(.*?\)|\b(?:[XNRc]|DAY)\b|\b[12]\b|,", line), key=len).strip()
        assert plain in code, f"{line!r}: nobody says {plain!r}"
