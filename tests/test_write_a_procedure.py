"""`docs/write-a-procedure.md`, executed from its first block to its last in a copy of the checkout."""

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
    done = subprocess.run(
        ["sh", "-e", "-c", block.text], cwd=checkout.root, env=surroundings(checkout.root, DIENESTS_TEST_DB="sqlite"),
        capture_output=True, text=True, check=False, timeout=LONGEST,
    )  # fmt: skip
    assert done.returncode == 0, f"line {block.line} of the guide\n{block.text}\n{done.stdout[-8000:]}\n{done.stderr}"
    return done.stdout


def test_the_procedure_of_the_guide_is_short() -> None:
    first = next(block for block in blocks() if block.name and block.name.endswith("procedure.py"))
    declared = first.text[first.text.index("class ") :]
    assert len([line for line in declared.splitlines() if line.strip()]) <= DECLARATIONS
