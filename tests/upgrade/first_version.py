"""A database as the first version left it: tables of every first migration, rows that its own code had written.

The rows are the demonstration of that version, dumped by it and never made anew: what was written then is read now.
"""

import json
from pathlib import Path
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

ROWS = Path(__file__).with_name("first-version.json")
FIRST = [
    ("kernel_log", "0002_append_only"), ("kernel_parties", "0001_initial"), ("kernel_norms", "0001_initial"),
    ("kernel_access", "0001_initial"), ("kernel_cases", "0001_initial"), ("kernel_letters", "0001_initial"),
    ("conduct_ethics_cases", "0001_initial"), ("conduct_ethics_reports", "0001_initial"),
    ("contenttypes", "0002_remove_content_type_name"), ("sessions", "0001_initial"),
]  # fmt: skip


def rows() -> list[dict[str, Any]]:
    """Return the rows, as dumpdata wrote them."""
    found: list[dict[str, Any]] = json.loads(ROWS.read_text(encoding="utf-8"))
    return found


def build(*, real: bool = True) -> None:
    """Make the tables of the first version in an empty database and fill them; as real institutions unless told."""
    executor = MigrationExecutor(connection)
    state = executor.migrate(FIRST)
    connection.disable_constraint_checking()
    by_model: dict[str, list[Any]] = {}
    for row in rows():
        model = state.apps.get_model(row["model"])
        values = {model._meta.pk.attname: row["pk"]}
        for name, value in row["fields"].items():
            field = model._meta.get_field(name)
            kept = field.to_python(value) if value is not None else None
            values[field.attname] = kept if field.remote_field is None else value
        if real and row["model"] == "kernel_parties.institution":
            values["is_demonstration"] = False
        by_model.setdefault(row["model"], []).append(model(**values))
    for model_name in ORDER:
        state.apps.get_model(model_name).objects.bulk_create(by_model.pop(model_name))
    _count_on(state)
    assert not by_model, f"{list(by_model)} stand in no order"
    connection.enable_constraint_checking()
    connection.check_constraints()


def _count_on(state: Any) -> None:
    """Let PostgreSQL number new rows after those that brought their numbers along."""
    models = [state.apps.get_model(name) for name in ORDER]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


ORDER = [
    "kernel_log.event", "kernel_log.head", "kernel_parties.institution", "kernel_parties.unit", "kernel_parties.office",
    "kernel_parties.person", "kernel_parties.mandate", "kernel_norms.parameter", "kernel_access.account",
    "kernel_cases.case", "kernel_cases.series", "kernel_cases.participant", "kernel_cases.termrun",
    "kernel_cases.effect", "kernel_letters.letter", "conduct_ethics_cases.ethicscase",
    "conduct_ethics_reports.ethicsreport",
]  # fmt: skip


if __name__ == "__main__":
    import django

    django.setup()
    build()
