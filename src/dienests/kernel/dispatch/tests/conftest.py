"""A guest house that sends letters; mail servers of the package that talks to them."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from dienests.kernel.cases.tests.house.people import House, a_house, declared
from dienests.kernel.mail.tests.conftest import Office, opened

__all__ = ["Office", "opened"]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with declared():
        yield a_house()
