"""Open runs of terms, read by the statement that locks their case: one text in JSON, made by either database."""

import json
from datetime import date
from typing import Any

from django.db import connection

from dienests.kernel.cases.statements import columns
from dienests.kernel.cases.term_run import TermRun

NAMES = (
    "id", "case_id", "slug", "value", "started_on", "ends", "due", "provisional", "suspended_on", "suspended_days",
    "extended_on", "extended_by", "extensions", "lapsed", "stopped_on",
)  # fmt: skip
DAYS = {"started_on", "ends", "due", "suspended_on", "extended_on", "stopped_on"}
READ = tuple(name for name in NAMES if name not in ("case_id", "stopped_on"))


def selection() -> str:
    """Return the SQL of the open runs of a case `c`."""
    listed = ", ".join(f"t.{columns(TermRun).quoted[name]}" for name in READ)
    made = (
        "json_agg(json_build_array({}))::text"
        if connection.vendor == "postgresql"
        else "json_group_array(json_array({}))"
    )
    runs = columns(TermRun).table
    return f"(SELECT {made.format(listed)} FROM {runs} t WHERE t.case_id = c.id AND t.stopped_on IS NULL)"


def read(text: str | None) -> list[TermRun]:
    """Return the runs that the selection found, in the order in which they began."""
    runs = [TermRun(**dict(zip(READ, map(_value, READ, row), strict=True))) for row in json.loads(text or "[]")]
    return sorted(runs, key=lambda run: (run.started_on, run.pk))


def _value(name: str, value: Any) -> Any:
    if name in DAYS:
        return date.fromisoformat(value) if value else None
    return bool(value) if name in ("provisional", "lapsed") else value
