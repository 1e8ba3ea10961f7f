"""What a database is made of, as it tells itself: to see that two ways to make one end in the same."""

import sqlite3
from contextlib import closing

import psycopg

from tests.databases import SQLITE

_SQLITE = "SELECT tbl_name, coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite%'"
_POSTGRESQL = """
    SELECT table_name::text, concat_ws(' ', column_name, data_type, is_nullable, column_default)
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT tablename::text, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid <> 0
    UNION ALL SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
"""


def schema(url: str) -> dict[str, list[str]]:
    """Return what each table is made of, by the address of a database: its statement, or its parts."""
    if url.startswith(SQLITE):
        with closing(sqlite3.connect(url.removeprefix(SQLITE))) as line:
            rows = line.execute(_SQLITE).fetchall()
    else:
        with psycopg.connect(url) as line:
            rows = line.execute(_POSTGRESQL).fetchall()
    found: dict[str, list[str]] = {}
    for table, part in sorted(rows):
        found.setdefault(table, []).append(part)
    return found


def differences(url: str, other: str) -> list[str]:
    """Return what tables of one database hold that those of the other do not hold likewise."""
    theirs = schema(other)
    return [
        f"{table}: {parts} / {theirs.get(table)}" for table, parts in schema(url).items() if parts != theirs.get(table)
    ]
