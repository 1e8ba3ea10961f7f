"""The official text of the ethics code for tests: read where the checkout has it beside, never kept here."""

import re
from pathlib import Path

import pytest

SOURCES = Path(__file__).resolve().parents[6] / "shared" / "sources"
CODE = "vpd-ethics-code-2026"
POLICY = "vpd-client-data-policy"


def source(slug: str) -> Path:
    """Return the file of an official text, or skip the test."""
    path = SOURCES / f"{slug}.txt"
    if not path.exists():
        pytest.skip(f"the official text {slug}.txt is not beside this checkout (../shared/sources)")
    return path


def code_text() -> str:
    """Return the text of the ethics code."""
    return source(CODE).read_text(encoding="utf-8")


def without(text: str, number: str, following: str) -> str:
    """Return the text without the point `number`, which ends where `following` starts."""
    begin = re.search(rf"(?m)^\s*{re.escape(number)}\. (?=\S)", text)
    assert begin is not None
    end = re.search(rf"(?m)^\s*{re.escape(following)}\. (?=\S)", text[begin.end() :])
    assert end is not None
    return text[: begin.start()] + "\n" + text[begin.end() + end.start() :]
