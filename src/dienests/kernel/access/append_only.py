"""The triggers that keep a table append-only as a whole, on both databases."""

from django.db.backends.base.base import BaseDatabaseWrapper

READ_EVENTS = "kernel_access_readevent"
READ_LISTS = "kernel_access_readlist"
# A list of people goes when each of them has a read event of the same look.
SPREAD = (
    f"(SELECT COUNT(*) FROM {READ_EVENTS} e WHERE e.reader = OLD.reader AND e.at = OLD.at AND e.page = OLD.page AND "
    "(e.mandate = OLD.mandate OR (e.mandate IS NULL AND OLD.mandate IS NULL))) >= length(OLD.pairs) / 32"
)


def install(connection: BaseDatabaseWrapper, *, table: str = READ_EVENTS, until: str = "") -> None:
    """Create the triggers: no row of the table is changed, removed or replaced.

    `until` is a condition on OLD under which a row may be removed all the same.
    """
    _run(connection, _postgresql(table, until) if connection.vendor == "postgresql" else _sqlite(table, until))


def remove(connection: BaseDatabaseWrapper, *, table: str = READ_EVENTS) -> None:
    """Drop the triggers: for a migration that rebuilds the table, and for emptying a test database."""
    if connection.vendor == "postgresql":
        _run(connection, [f"DROP FUNCTION IF EXISTS {table}_refuse() CASCADE"])
    else:
        _run(connection, [f"DROP TRIGGER IF EXISTS {table}_{what}" for what in ("unchanged", "kept", "not_replaced")])


def _sentence(table: str) -> str:
    return f"{table} is append-only: a row is never changed or removed"


def _sqlite(table: str, until: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_sentence(table)}'); END"
    return [
        f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} {f'WHEN NOT ({until}) ' if until else ''}{refuse}",
        # INSERT OR REPLACE removes the row in its way without asking the trigger above.
        f"CREATE TRIGGER {table}_not_replaced BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} e WHERE e.id = NEW.id) {refuse}",
    ]


def _postgresql(table: str, until: str) -> list[str]:
    refuse = f"RAISE EXCEPTION '{_sentence(table)}' USING ERRCODE = 'integrity_constraint_violation'"
    # Emptying an empty table is no loss; a test database is emptied after every test.
    lost = f"TG_OP = 'TRUNCATE' AND NOT EXISTS (SELECT 1 FROM {table})"
    gone = f"IF TG_OP = 'DELETE' THEN IF {until} THEN RETURN OLD; END IF; END IF; " if until else ""
    call = f"EXECUTE FUNCTION {table}_refuse()"
    return [
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {lost} THEN RETURN NULL; END IF; {gone}{refuse}; END $$",
        f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {call}",
        f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} {call}",
    ]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
