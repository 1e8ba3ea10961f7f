"""The guest house of the tests of cases, whose data are erased."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from dienests.kernel.cases.tests.house.people import House, a_house, declared


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _a_list_of_its_own(settings: object, tmp_path: Path) -> None:
    settings.LOG_DIR = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def house(db: None) -> Iterator[House]:
    """One guest house, its procedures declared for one test."""
    with declared():
        yield a_house()
