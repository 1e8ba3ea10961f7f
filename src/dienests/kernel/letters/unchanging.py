"""The triggers that keep a numbered letter: its number, and from its seal on its PDF, never change; it never goes."""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "kernel_letters_letter"
NUMBERED = (
    "uid", "event", "case_id", "institution_id", "slug", "register", "year", "serial", "number", "sent_at", "language",
)  # fmt: skip
SEALED = ("file_id", "sha256", "sealed_at", "level")
SENTENCE = "a numbered letter is never removed or changed: correct it by another letter"


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers on this database; a migration that rebuilds the table has to do so anew."""
    _run(connection, _postgresql() if connection.vendor == "postgresql" else _sqlite())


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers: for a migration that rebuilds the table, and for emptying a test database."""
    if connection.vendor == "postgresql":
        _run(connection, ["DROP FUNCTION IF EXISTS letters_letter_refuse() CASCADE"])
    else:
        _run(connection, [f"DROP TRIGGER IF EXISTS letters_letter_{what}" for what in ("unchanged", "kept")])


def _changed(distinct: str) -> str:
    number = " OR ".join(f"NEW.{column} {distinct} OLD.{column}" for column in NUMBERED)
    seal = " OR ".join(f"NEW.{column} {distinct} OLD.{column}" for column in SEALED)
    return f"(OLD.serial IS NOT NULL AND ({number})) OR (OLD.sealed_at IS NOT NULL AND ({seal}))"


def _sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    return [
        f"CREATE TRIGGER letters_letter_unchanged BEFORE UPDATE ON {TABLE} WHEN {_changed('IS NOT')} {refuse}",
        f"CREATE TRIGGER letters_letter_kept BEFORE DELETE ON {TABLE} WHEN OLD.serial IS NOT NULL {refuse}",
    ]


def _postgresql() -> list[str]:
    raised = f"RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'"
    call = "FOR EACH ROW WHEN ({}) EXECUTE FUNCTION letters_letter_refuse()"
    return [
        f"CREATE FUNCTION letters_letter_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {raised}; END $$",
        f"CREATE TRIGGER letters_letter_unchanged BEFORE UPDATE ON {TABLE} "
        + call.format(_changed("IS DISTINCT FROM")),
        f"CREATE TRIGGER letters_letter_kept BEFORE DELETE ON {TABLE} " + call.format("OLD.serial IS NOT NULL"),
    ]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
