"""The triggers of a hold: while one stands, no event of its case loses its content and nothing is noted as erased."""

from django.db.backends.base.base import BaseDatabaseWrapper

EVENTS, HOLDS, ERASURES = "kernel_log_event", "kernel_retention_hold", "kernel_retention_erasure"
SENTENCE = "a hold stands on this case: nothing of it is erased before the hold is lifted"


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers on this database."""
    _run(connection, _postgresql() if connection.vendor == "postgresql" else _sqlite())


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers."""
    if connection.vendor == "postgresql":
        _run(connection, [f"DROP FUNCTION IF EXISTS retention_{what}_held() CASCADE" for what in ("event", "erasure")])
    else:
        _run(connection, [f"DROP TRIGGER IF EXISTS retention_{what}_held" for what in ("event", "erasure")])


def _stands(case: str) -> str:
    return f"EXISTS (SELECT 1 FROM {HOLDS} h WHERE h.case_id = {case} AND h.lifted_at IS NULL)"


_EMPTIED = "OLD.stream_kind = 'case' AND OLD.payload IS NOT NULL AND NEW.payload IS NULL"


def _sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    return [
        f"CREATE TRIGGER retention_event_held BEFORE UPDATE ON {EVENTS} "
        f"WHEN {_EMPTIED} AND {_stands('OLD.stream')} {refuse}",
        f"CREATE TRIGGER retention_erasure_held BEFORE INSERT ON {ERASURES} WHEN {_stands('NEW.case_id')} {refuse}",
    ]


def _postgresql() -> list[str]:
    refuse = f"RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'"
    return [
        "CREATE FUNCTION retention_event_held() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {_stands('OLD.stream')} THEN {refuse}; END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER retention_event_held BEFORE UPDATE ON {EVENTS} FOR EACH ROW WHEN ({_EMPTIED}) "
        "EXECUTE FUNCTION retention_event_held()",
        "CREATE FUNCTION retention_erasure_held() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {_stands('NEW.case_id')} THEN {refuse}; END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER retention_erasure_held BEFORE INSERT ON {ERASURES} FOR EACH ROW "
        "EXECUTE FUNCTION retention_erasure_held()",
    ]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
