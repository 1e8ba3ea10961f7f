"""The triggers that keep the table of events append-only; payload and salt alone may become NULL (erasure)."""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "kernel_log_event"
KEPT = (
    "id", "stream_kind", "stream", "position", "version", "digest", "at", "mandate", "participant", "act", "basis",
    "from_state", "to_state", "commitment", "previous", "leaf",
)  # fmt: skip
ERASABLE = ("payload", "salt")
SENTENCE = "the log is append-only: an event is never changed or removed"


def _changed(distinct: str) -> str:
    kept = [f"NEW.{column} {distinct} OLD.{column}" for column in KEPT]
    erased = [f"(NEW.{column} IS NOT NULL AND NEW.{column} {distinct} OLD.{column})" for column in ERASABLE]
    return " OR ".join(kept + erased)


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER log_event_unchanged BEFORE UPDATE ON {TABLE} WHEN {_changed('IS NOT')} "
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
        f"CREATE TRIGGER log_event_kept BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
        # INSERT OR REPLACE removes the row in its way without asking the trigger above.
        f"CREATE TRIGGER log_event_not_replaced BEFORE INSERT ON {TABLE} WHEN EXISTS (SELECT 1 FROM {TABLE} e "
        "WHERE e.id = NEW.id OR (e.stream_kind = NEW.stream_kind AND e.stream = NEW.stream "
        f"AND e.position = NEW.position)) BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
    ]


def _postgresql() -> list[str]:
    # ERRCODE 23000 becomes Django's IntegrityError, as on SQLite.
    refuse = f"RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'"
    return [
        f"CREATE FUNCTION log_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse}; END $$",
        f"CREATE TRIGGER log_event_unchanged BEFORE UPDATE ON {TABLE} FOR EACH ROW "
        f"WHEN ({_changed('IS DISTINCT FROM')}) EXECUTE FUNCTION log_event_refuse()",
        f"CREATE TRIGGER log_event_kept BEFORE DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION log_event_refuse()",
        f"CREATE TRIGGER log_event_not_emptied BEFORE TRUNCATE ON {TABLE} EXECUTE FUNCTION log_event_refuse()",
    ]


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers on this database."""
    with connection.cursor() as cursor:
        for statement in _postgresql() if connection.vendor == "postgresql" else _sqlite():
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers: for a migration that rebuilds the table, and for emptying a test database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER IF EXISTS log_event_not_emptied ON {TABLE}")
            cursor.execute("DROP FUNCTION IF EXISTS log_event_refuse() CASCADE")
        else:
            cursor.execute("DROP TRIGGER IF EXISTS log_event_unchanged")
            cursor.execute("DROP TRIGGER IF EXISTS log_event_kept")
            cursor.execute("DROP TRIGGER IF EXISTS log_event_not_replaced")
