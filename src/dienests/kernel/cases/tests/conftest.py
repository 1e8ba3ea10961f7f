"""The guest house and its procedures, for every test of cases."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from dienests.kernel.cases.tests.house.people import House, a_house, declared


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def procedures() -> Iterator[None]:
    """Declare the procedures of the guest house for one test."""
    with declared():
        yield


@pytest.fixture
def house(db: None, procedures: None) -> House:
    """One guest house."""
    return a_house()


@pytest.fixture
def other_house(house: House) -> House:
    """Another guest house beside the first."""
    return a_house()
