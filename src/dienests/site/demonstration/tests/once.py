"""The demonstration, loaded once for all tests of a file: they run within its transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from dienests.site.demonstration import load
from dienests.site.demonstration.loading import Cases


@contextmanager
def loaded_once(blocker: Any, *, at: datetime, cases: Cases = "all") -> Iterator[None]:
    """Load it in a transaction around those of the tests, and take it back in the end; `blocker` is pytest-django's."""
    with blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        load(at=at, cases=cases)
    yield
    with blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)
