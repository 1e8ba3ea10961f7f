"""The triggers around the sealed order: rows of `sealed` stay as they are, and each new event waits to be sealed."""

from django.db.backends.base.base import BaseDatabaseWrapper

SEALED, UNSEALED, EVENT = "kernel_log_sealed", "kernel_log_unsealed", "kernel_log_event"
SENTENCE = "the sealed order of the log is append-only: an entry is never changed or removed"


def _sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    return [
        f"CREATE TRIGGER log_sealed_unchanged BEFORE UPDATE ON {SEALED} {refuse}",
        f"CREATE TRIGGER log_sealed_kept BEFORE DELETE ON {SEALED} {refuse}",
        # INSERT OR REPLACE removes the row in its way without asking the trigger above.
        f"CREATE TRIGGER log_sealed_not_replaced BEFORE INSERT ON {SEALED} WHEN EXISTS (SELECT 1 FROM {SEALED} e "
        f'WHERE e."index" = NEW."index" OR e.event = NEW.event) {refuse}',
    ]


def _postgresql() -> list[str]:
    refuse = f"RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'"
    return [
        f"CREATE FUNCTION log_sealed_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse}; END $$",
        f"CREATE TRIGGER log_sealed_unchanged BEFORE UPDATE OR DELETE ON {SEALED} FOR EACH ROW "
        "EXECUTE FUNCTION log_sealed_refuse()",
        f"CREATE TRIGGER log_sealed_not_emptied BEFORE TRUNCATE ON {SEALED} EXECUTE FUNCTION log_sealed_refuse()",
    ]


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers that keep the sealed order on this database."""
    _run(connection, _postgresql() if connection.vendor == "postgresql" else _sqlite())


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop them: for a migration that rebuilds the table, and for emptying a test database."""
    if connection.vendor == "postgresql":
        _run(connection, ["DROP FUNCTION IF EXISTS log_sealed_refuse() CASCADE"])
    else:
        _run(
            connection, [f"DROP TRIGGER IF EXISTS log_sealed_{what}" for what in ("unchanged", "kept", "not_replaced")]
        )


def let_wait(connection: BaseDatabaseWrapper) -> None:
    """Let every event that is there wait to be sealed, and every event to come by a trigger in its own transaction."""
    insert = f"INSERT INTO {UNSEALED} (event)"
    _run(connection, [f"{insert} SELECT id FROM {EVENT} ORDER BY stream_kind, stream, position"])
    if connection.vendor == "postgresql":
        body = f"BEGIN {insert} VALUES (NEW.id); RETURN NULL; END"
        _run(connection, [
            f"CREATE FUNCTION log_event_waits() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
            f"CREATE TRIGGER log_event_waits AFTER INSERT ON {EVENT} FOR EACH ROW EXECUTE FUNCTION log_event_waits()",
        ])  # fmt: skip
    else:
        _run(connection, [
            f"CREATE TRIGGER log_event_waits AFTER INSERT ON {EVENT} BEGIN {insert} VALUES (NEW.id); END"
        ])  # fmt: skip


def stop_waiting(connection: BaseDatabaseWrapper) -> None:
    """Drop the trigger that lets new events wait: for a migration that is taken back."""
    if connection.vendor == "postgresql":
        _run(connection, ["DROP FUNCTION IF EXISTS log_event_waits() CASCADE"])
    else:
        _run(connection, ["DROP TRIGGER IF EXISTS log_event_waits"])


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
