"""The guest house of the tests of cases: its council sends a notice."""

from collections.abc import Iterator

import pytest

from dienests.kernel.cases.tests.house.people import House, a_house, declared


@pytest.fixture
def house(db: None) -> Iterator[House]:
    """One guest house, its procedures declared for one test."""
    with declared():
        yield a_house()
