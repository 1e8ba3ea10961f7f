"""The mark of a database that is being restored: while it stands, nothing is served from it.

It is a table, made before anything is loaded, so that it is seen from every machine and outlives a killed restore.
"""

from django.db import connection

from dienests.cli.failure import Failure

TABLE = "dienests_restoring"
LOADING, JOINED = "loading", "joined"


def statements(digest: str) -> tuple[str, ...]:
    """Return the statements that set the mark for the copy with this digest (hex)."""
    return (
        f"CREATE TABLE IF NOT EXISTS {TABLE} (copy varchar(64) NOT NULL, step varchar(20) NOT NULL)",
        f"DELETE FROM {TABLE}",
        f"INSERT INTO {TABLE} (copy, step) VALUES ('{digest}', '{LOADING}')",
    )


def put(digest: str) -> None:
    """Set the mark."""
    with connection.cursor() as cursor:
        for statement in statements(digest):
            cursor.execute(statement)


def standing() -> tuple[str, str] | None:
    """Return the digest of the copy that is being restored and the step reached; None where no mark stands."""
    if TABLE not in connection.introspection.table_names():
        return None
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT copy, step FROM {TABLE}")
        row = cursor.fetchone()
    return (row[0], row[1]) if row else ("", LOADING)


def reached(step: str) -> None:
    """Note a step, in the transaction that does it."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET step = %s", [step])


def lift() -> None:
    """Take the mark away: the database may be served."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {TABLE}")


def refuse() -> None:
    """Raise a Failure while the mark stands."""
    if standing() is not None:
        raise Failure(
            "this database was restored from a copy and is not cleaned yet, so it may hold erased data: say "
            "./dienests restore with the same copy again; it goes on where it was stopped."
        )
