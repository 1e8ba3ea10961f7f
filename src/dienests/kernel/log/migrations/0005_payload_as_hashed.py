"""PostgreSQL keeps a payload in the bytes that are hashed, as SQLite does: jsonb has words of its own."""

from typing import Any

from django.db import migrations

TABLE = "kernel_log_event"
# A column that a trigger names cannot change its kind: triggers, those of other packages too, are put back as they were.
TRIGGERS = (
    "SELECT quote_ident(tgname), pg_get_triggerdef(oid) FROM pg_trigger "
    f"WHERE tgrelid = '{TABLE}'::regclass AND NOT tgisinternal ORDER BY tgname"
)


def _change(schema: Any, kind: str) -> None:
    if schema.connection.vendor != "postgresql":
        return
    with schema.connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        triggers = cursor.fetchall()
        for name, _statement in triggers:
            cursor.execute(f"DROP TRIGGER {name} ON {TABLE}")
        cursor.execute(f"ALTER TABLE {TABLE} ALTER COLUMN payload TYPE {kind} USING payload::{kind}")
        for _name, statement in triggers:
            cursor.execute(statement)


class Migration(migrations.Migration):
    """Change the column on PostgreSQL; rows keep their words, and their hashes are found as before."""

    dependencies = [("kernel_log", "0004_sealed")]
    operations = [
        migrations.RunPython(
            lambda apps, schema: _change(schema, "text"),
            lambda apps, schema: _change(schema, "jsonb"),
        ),
    ]
