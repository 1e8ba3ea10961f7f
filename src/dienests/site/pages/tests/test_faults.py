"""A database that is locked, full or cannot be written: one sentence, nothing half done, and the next try succeeds."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test import Client

from dienests.kernel.cases.case import Case
from dienests.kernel.log.verify import verify
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import address, loaded, main_of

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def locked() -> Iterator[None]:
    """Let another connection hold the lock that a writer needs, and let nobody wait long for it."""
    other = connections.create_connection("default")
    ours, theirs = connection.cursor(), other.cursor()
    if connection.vendor == "sqlite":
        ours.execute("PRAGMA busy_timeout = 50")
        theirs.execute("BEGIN IMMEDIATE")
    else:
        ours.execute("SET lock_timeout = '50ms'")
        theirs.execute("BEGIN")
        theirs.execute("LOCK TABLE kernel_cases_case IN ACCESS EXCLUSIVE MODE")
    try:
        yield
    finally:
        theirs.execute("ROLLBACK")
        other.close()
        connection.close()


@contextmanager
def unwritable() -> Iterator[None]:
    """Open the same database for reading only."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        connection.close()
        connection.settings_dict["NAME"] = f"file:{name}?mode=ro"
        connection.cursor().execute("PRAGMA busy_timeout = 50")
    else:
        connection.cursor().execute("SET default_transaction_read_only = on")
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name


@contextmanager
def full() -> Iterator[None]:
    """Leave the database file no page to grow (SQLite says the same when the disk is full)."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's disk cannot be filled by a test; its words are checked on SQLite's way")
    cursor = connection.cursor()
    cursor.execute("VACUUM")
    cursor.execute("PRAGMA page_count")
    cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    try:
        yield
    finally:
        connection.close()


@pytest.mark.parametrize("fault", [locked, unwritable, full])
def test_a_fault_of_the_database_is_one_sentence_and_loses_nothing(fault: Callable[[], Iterator[None]]) -> None:
    house = loaded()
    client: Client = house.client(people.OPENER)
    count, story = Case.objects.count(), "Ļoti garš stāsts. " * 1000
    sent = {"reason": "advice", "account": story, "submission": str(uuid4())}
    place = address("start", slug="ethics-report", action="submit")
    with fault():  # type: ignore[attr-defined]
        answer = client.post(place, sent)
    page = main_of(answer)
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert page.count('<p class="govuk-body">') == 2
    assert "Traceback" not in page
    assert Case.objects.count() == count
    again = client.post(place, sent)
    assert again.status_code == 302
    assert Case.objects.count() == count + 1
    assert not verify().breaks
