"""The guest house of the tests of cases: its council sends a notice, its clerk drafts a reply."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from dienests.kernel.cases.tests.house.people import House, a_house, declared
from dienests.kernel.cases.tests.house.procedure import HOUSE
from dienests.kernel.letters.tests.correspondence import Answers


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def house(db: None) -> Iterator[House]:
    """One guest house, its procedures declared for one test."""
    with declared(*HOUSE, Answers):
        yield a_house()
