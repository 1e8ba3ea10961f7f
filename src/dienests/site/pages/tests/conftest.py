"""The loaded demonstration for tests of pages."""

import pytest

from dienests.site.pages.tests.house import House, loaded


@pytest.fixture
def house(db: None) -> House:
    """The demonstration in a transaction that is taken back."""
    return loaded()
