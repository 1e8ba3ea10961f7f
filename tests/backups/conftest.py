"""One installation for all tests of a process, its twins and the machines on which copies are restored."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backups import scripts
from tests.backups.installation import Installation, empty, twin


@pytest.fixture(scope="session")
def original() -> Iterator[Installation]:
    """An installation that nobody uses: a demonstration with a file and a published log."""
    with tempfile.TemporaryDirectory(prefix="dienests-original-") as place, empty(Path(place)) as made:
        made.data.mkdir()
        made.python(scripts.FOUND)
        yield made


@pytest.fixture
def house(original: Installation, tmp_path: Path) -> Iterator[Installation]:
    """The same as the original, for one test."""
    place = tmp_path / "house"
    place.mkdir()
    with twin(original, place) as made:
        yield made


@pytest.fixture
def other(house: Installation, tmp_path: Path) -> Iterator[Installation]:
    """The next machine: an empty database. Keys and log are put back when a test says so."""
    place = tmp_path / "other"
    place.mkdir()
    with empty(place) as made:
        yield made
