"""The sentences of refusals are compared in English, the language of the code."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.utils import translation

from dienests.kernel.access import append_only
from dienests.kernel.access.read_event import ReadEvent


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Speak English for the length of a test."""
    with translation.override("en"):
        yield


@pytest.fixture
def emptied() -> Iterator[None]:
    """Let a test with real transactions leave empty tables of looks behind; who empties read events spreads lists."""
    yield
    events = ReadEvent.objects.all()
    append_only.remove(connection)
    events.delete()
    append_only.install(connection)
