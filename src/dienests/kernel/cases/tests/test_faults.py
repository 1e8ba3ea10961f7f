"""A process is killed, a database is locked, full or read-only: the case is whole, as before or as after the act."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import DatabaseError, OperationalError, connection, connections

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.effect import Effect
from dienests.kernel.cases.outbox import run_pending
from dienests.kernel.cases.term_run import TermRun
from dienests.kernel.cases.tests.house import victim
from dienests.kernel.cases.tests.house.people import House, later
from dienests.kernel.cases.tests.house.playing import act, record_of, visit, visit_at
from dienests.kernel.letters.models import Letter
from dienests.kernel.log.events import Event
from dienests.kernel.log.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)
SOURCES = Path(__file__).parents[4]


def url() -> str:
    """Return the address of the test's database, for another process."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    user, host = f"{quote(at['USER'])}:{quote(at['PASSWORD'])}", quote(at["HOST"], safe="")
    return f"postgresql://{user}@{host}:{at['PORT']}/{at['NAME']}"


def decide_and_die(house: House, case: Case, point: str) -> int:
    """Let another process decide the visit and kill itself; return how it ended."""
    moment, login = later(9).isoformat(), house.accounts["walter"].login
    command = [sys.executable, "-m", victim.__name__, point, str(case.pk), "decide", login]
    surroundings = os.environ | {"DATABASE_URL": url(), "PYTHONPATH": os.fspath(SOURCES)}
    fields = json.dumps({"verdict": "granted"})
    ended = subprocess.run([*command, fields, moment], env=surroundings, capture_output=True, text=True, check=False)
    assert ended.returncode in (0, -signal.SIGKILL), ended.stderr
    return ended.returncode


def state(case: Case) -> dict[str, Any]:
    """Return everything that an act may change."""
    fresh = Case.objects.get(pk=case.pk)
    return {
        "case": (fresh.stage, fresh.turn, fresh.revision, bytes(fresh.leaf), fresh.sight, fresh.due, fresh.closed_at),
        "record": record_of(case).verdict, "events": Event.objects.filter(stream=case.pk).count(),
        "terms": list(TermRun.objects.filter(case=case).order_by("pk").values_list("slug", "stopped_on")),
        "effects": Effect.objects.count(), "letters": Letter.objects.count(),
    }  # fmt: skip


def test_killed_before_the_commit_nothing_has_happened(house: House) -> None:
    case = visit_at(house, "hearing")
    before = state(case)
    assert decide_and_die(house, case, "before the commit") == -signal.SIGKILL
    assert state(case) == before
    assert verify().breaks == []
    assert act(house, case, "decide", "walter", 10, verdict="granted").stage == "done", "and it can be done again"
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("point", ["between the commit and its effects", "during an effect"])
def test_killed_after_the_commit_the_act_is_whole_and_its_effects_run_once(house: House, point: str) -> None:
    case = visit_at(house, "hearing")
    assert decide_and_die(house, case, point) == -signal.SIGKILL
    left = state(case)
    assert (left["case"][0], left["record"], left["events"]) == ("done", "granted", 4)
    assert (left["effects"], left["letters"]) == (1, 0), "the letter was not kept, for its effect was not done"
    assert verify().breaks == []
    assert run_pending(at=later(10)) == 1, "as the next start does"
    assert run_pending(at=later(11)) == 0
    assert Letter.objects.count() == 1


def test_what_is_left_runs_after_the_next_act_of_any_case(house: House) -> None:
    case, other = visit_at(house, "hearing"), visit(house)
    decide_and_die(house, case, "between the commit and its effects")
    act(house, other, "admit", "walter", 10)
    assert Letter.objects.count() == 1


def test_what_is_left_runs_after_the_next_case_is_opened(house: House) -> None:
    decide_and_die(house, visit_at(house, "hearing"), "between the commit and its effects")
    visit(house, after=10)
    assert Letter.objects.count() == 1


def test_the_other_process_does_what_it_should_when_it_lives(house: House) -> None:
    assert decide_and_die(house, visit_at(house, "hearing"), "nowhere") == 0
    assert Letter.objects.count() == 1


@contextmanager
def setting(sql: str, back: str) -> Iterator[None]:
    """Change how the database behaves towards this connection."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(back)


def impatient() -> Any:
    """Wait for a lock a moment only."""
    if connection.vendor == "sqlite":
        return setting("PRAGMA busy_timeout = 50", "PRAGMA busy_timeout = 10000")
    return setting("SET lock_timeout = '50ms'", "RESET lock_timeout")


def test_a_locked_database_says_so_and_changes_nothing(house: House) -> None:
    case = visit(house)
    before = state(case)
    other = connections.create_connection("default")
    try:
        with impatient():
            other.set_autocommit(False)
            with other.cursor() as cursor:
                cursor.execute("UPDATE kernel_cases_case SET turn = turn")
            with pytest.raises(OperationalError):
                act(house, case, "admit", "walter")
            other.rollback()
    finally:
        other.close()
    assert state(case) == before
    assert act(house, case, "admit", "walter").stage == "opened"


def test_a_read_only_database_says_so_and_changes_nothing(house: House) -> None:
    case = visit(house)
    before = state(case)
    read_only = (
        setting("PRAGMA query_only = ON", "PRAGMA query_only = OFF")
        if connection.vendor == "sqlite"
        else setting("SET default_transaction_read_only = on", "RESET default_transaction_read_only")
    )
    with read_only:
        with pytest.raises(DatabaseError):
            act(house, case, "admit", "walter")
        with pytest.raises(DatabaseError):
            visit(house)
    assert state(case) == before
    assert Case.objects.count() == 1


def fill(house: House) -> None:
    """Open long visits until nothing more can be kept."""
    for _more in range(50):
        visit(house, reason="x" * 19_000)


def test_a_full_disk_says_so_and_changes_nothing(house: House) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's disk belongs to its server; a transaction that fails there is taken back likewise")
    case = visit_at(house, "hearing")
    before = state(case)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
    full = setting(f"PRAGMA max_page_count = {pages}", "PRAGMA max_page_count = 4294967294")
    with full, pytest.raises(OperationalError, match="full"):
        fill(house)
    assert state(case) == before
    assert verify().breaks == []
    assert act(house, case, "decide", "walter", 10, verdict="granted").stage == "done"
