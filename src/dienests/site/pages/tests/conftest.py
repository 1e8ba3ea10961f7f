"""The loaded demonstration for tests of pages."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from dienests.site.demonstration.tests.once import loaded_once
from dienests.site.pages.tests.house import House


@pytest.fixture(scope="module")
def _demonstration(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load the demonstration once for the tests of a file, in a transaction around theirs."""
    with loaded_once(django_db_blocker, at=datetime.now(UTC), cases="few"):
        yield


@pytest.fixture
def house(_demonstration: None, db: None) -> House:
    """The demonstration; what a test changes in it is taken back after the test."""
    return House()
