"""Higher packages know documents by their rows; here nobody does, unless a test says so, and no database is asked."""

import asyncio
from collections.abc import Iterator

import pytest

from dienests.kernel.signatures import recognising


@pytest.fixture(autouse=True)
def nobody_knows() -> Iterator[None]:
    """Take those away who know documents, for one test."""
    before = recognising._KNOWN.copy()
    recognising._KNOWN.clear()
    yield
    recognising._KNOWN[:] = before


@pytest.fixture(autouse=True)
def _no_other_loop() -> Iterator[None]:
    """Put aside the loop that the browser of earlier tests keeps in this thread: examining runs one of its own."""
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(loop)
