"""The loaded demonstration for tests of pages."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from dienests.site.demonstration import load
from dienests.site.pages.tests.house import House


@pytest.fixture(scope="module")
def _demonstration(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load the demonstration once for the tests of a file, in a transaction around theirs."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        load(at=datetime.now(UTC), cases="few")
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture
def house(_demonstration: None, db: None) -> House:
    """The demonstration; what a test changes in it is taken back after the test."""
    return House()
