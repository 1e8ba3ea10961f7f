"""The database: what it logs, what its user may do, whether the log is guarded, whether its tables fit the code."""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection

from dienests.kernel.access.append_only import READ_EVENTS, READ_LISTS
from dienests.kernel.log.append_only import TABLE
from dienests.site.production.finding import Finding, judged
from dienests.site.watch.readiness import pending_migrations

GUARDED = ("log_event", READ_EVENTS, READ_LISTS)
TRIGGERS = {
    "sqlite": {f"{table}_{what}" for table in GUARDED for what in ("unchanged", "kept", "not_replaced")},
    "postgresql": {f"{table}_{what}" for table in GUARDED for what in ("unchanged", "not_emptied")},
}
MOST_SECONDS_APART = 5
_RIGHTS = """
    SELECT rolsuper, rolcreaterole OR rolcreatedb OR rolbypassrls FROM pg_roles WHERE rolname = current_user
"""


def kind(at: datetime) -> Iterator[Finding]:
    """Judge the kind of database."""
    yield judged(
        "database", connection.vendor == "postgresql", "The database is PostgreSQL.",
        "The database is the embedded one: enough for a small institution on one machine; else name PostgreSQL in "
        "DATABASE_URL.",
        level="warning",
    )  # fmt: skip


def tables(at: datetime) -> Iterator[Finding]:
    """Judge migrations and the triggers that guard the log and the read events."""
    pending = pending_migrations()
    yield judged(
        "migrations", not pending, "The tables fit this version.",
        f"{len(pending)} migrations are not applied: run ./dienests upgrade.",
    )  # fmt: skip
    missing = sorted(TRIGGERS[connection.vendor] - _triggers())
    yield judged(
        "log-guarded", not missing, "The database itself refuses changes of the log and of the read events.",
        f"Triggers are missing or off ({', '.join(missing)}): somebody could change {TABLE} unseen. Restore them from "
        "a backup and find out who removed them; run ./dienests log verify.",
    )  # fmt: skip


def _triggers() -> set[str]:
    sql = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    if connection.vendor == "sqlite":
        sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {str(row[0]) for row in cursor.fetchall()}


def server(at: datetime) -> Iterator[Finding]:
    """Judge the PostgreSQL server: what it logs, its user's rights, its clock."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SHOW log_error_verbosity")
        verbosity = cursor.fetchone()[0]
        cursor.execute(_RIGHTS)
        superuser, more = cursor.fetchone()
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        apart = abs(float(cursor.fetchone()[0]) - at.timestamp())
    yield judged(
        "database-log", verbosity == "terse", "The log of the database keeps no values.",
        "The log of the database keeps the values of failed statements, personal data among them: "
        "ALTER SYSTEM SET log_error_verbosity = 'terse'; SELECT pg_reload_conf();",
    )  # fmt: skip
    yield judged(
        "database-role", not superuser, "The user of the database is no superuser.",
        "The user of DATABASE_URL is a superuser, who can switch the guards of the log off: make one of its own.",
    )  # fmt: skip
    yield judged(
        "database-rights", not more, "The user of the database has no rights beyond it.",
        "The user of DATABASE_URL may make roles or databases: ALTER ROLE ... NOCREATEROLE NOCREATEDB NOBYPASSRLS.",
        level="warning",
    )  # fmt: skip
    yield judged(
        "database-clock", apart <= MOST_SECONDS_APART, "The clocks of database and machine agree.",
        f"The clocks of database and machine are {apart:.0f} seconds apart: set both by a time server.",
    )  # fmt: skip
