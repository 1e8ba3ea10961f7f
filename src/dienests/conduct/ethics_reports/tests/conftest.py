"""The houses in which these tests act."""

import pytest

from dienests.conduct.ethics_reports.tests.given import OTHER, House, a_house


@pytest.fixture
def house(db: None) -> House:
    """A Service with every office of the ethics code."""
    return a_house()


@pytest.fixture
def other(db: None) -> House:
    """Another institution with the same offices."""
    return a_house("other", OTHER)
