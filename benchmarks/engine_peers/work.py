"""The work every system does: one process of five stages, three people, two texts, five acts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

START = "start"
FIRST_INSTANT = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)


class Act(NamedTuple):
    """One act: who performs it, from which stage to which, and the text it writes ("" = none)."""

    name: str
    source: str
    target: str
    actor: str
    field: str = ""


ACTS = (
    Act(START, "new", "received", "employee"),
    Act("assign", "received", "assigned", "chief"),
    Act("examine", "assigned", "examined", "clerk", "findings"),
    Act("decide", "examined", "decided", "chief", "decision"),
    Act("close", "decided", "closed", "clerk"),
)
LATER_ACTS = ACTS[1:]
ACTORS = ("employee", "chief", "clerk")
STAGE_AWAITING = {act.name: act.source for act in LATER_ACTS}
WORK = (
    "a case from its start over four acts (assign, examine, decide, close) to its end; "
    "each act checks the actor, two write a text, each leaves one history row, each is one transaction"
)


def text(act: Act, number: int) -> str:
    """The text that `act` writes into case `number`, about the length of a short paragraph."""
    return " ".join([f"{act.field}: lieta {number}, pārbaudīti šķēršļi un iesniegtie dokumenti."] * 4)


def fields(act: Act, number: int) -> dict[str, str]:
    """What the actor fills in at this act."""
    return {act.field: text(act, number)} if act.field else {}


def instant(act_index: int, number: int) -> datetime:
    """The clock is handed in, so that no system is charged for asking it."""
    return FIRST_INSTANT + timedelta(hours=act_index, seconds=number)


def expected(number: int) -> dict[str, Any]:
    """What must be found in the database of every system once case `number` is closed."""
    answer: dict[str, Any] = {act.field: text(act, number) for act in ACTS if act.field}
    return answer | {"stage": ACTS[-1].target, "history": [[act.name, act.actor] for act in ACTS]}
