"""What the programs of the benchmark have: tokens and cases; and whether all that they were told is stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

PROCEDURE = "ethics-report"
GROUPS = ("cases.read", f"{PROCEDURE}.start", f"{PROCEDURE}.act")


def prepared(
    chair: Any, employees: list[Any], actor_of: Callable[[Any], Any], *, cases: int, tokens: int
) -> dict[str, Any]:
    """Make tokens for all, and let employees open cases in which the chair can promise an answer."""
    from dienests.kernel.cases.verbs import start  # noqa: PLC0415 - after set-up
    from dienests.kernel.procedures.registry import newest  # noqa: PLC0415 - after set-up

    askers = [person for person in employees if person.pk != chair.pk]
    at, opened = datetime.now(UTC) - timedelta(hours=3), []
    for number in range(cases):
        asked = {"reason": "advice", "account": f"Jautājums Nr. {number}."}
        opener = actor_of(askers[number % len(askers)])
        opened.append(
            start(procedure=newest()[PROCEDURE], action="submit", actor=opener, fields=asked, at=at, submission=None)
        )
    return {
        "chair": [_token(chair, actor_of) for _each in range(tokens)],
        "employees": [_token(askers[number % len(askers)], actor_of) for number in range(tokens)],
        "start": f"/api/v1/procedures/{PROCEDURE}/start/submit",
        "acts": [f"/api/v1/cases/{case.pk}/acts/{PROCEDURE}/promise" for case in opened],
        "cases": [f"/api/v1/cases/{case.pk}" for case in opened],
        "list": "/api/v1/cases?limit=50",
        "promised": (at + timedelta(days=20)).date().isoformat(),
    }  # fmt: skip


def _token(person: Any, actor_of: Callable[[Any], Any]) -> str:
    from dienests.kernel.access.account import Account  # noqa: PLC0415 - after set-up
    from dienests.kernel.exchange import tokens  # noqa: PLC0415 - after set-up

    account, at = Account.objects.get(person=person), datetime.now(UTC)
    _token, secret = tokens.make(
        account=account, actor=actor_of(person), name="benchmark", operations=GROUPS, days=1, at=at
    )
    return secret


def compared(sent: dict[str, list[str]]) -> dict[str, Any]:
    """Return what is missing or too much: an answer is kept with the act, in one transaction."""
    from dienests.kernel.exchange.kept_answer import KeptAnswer  # noqa: PLC0415 - after set-up
    from dienests.kernel.log.events import Event  # noqa: PLC0415 - after set-up
    from dienests.kernel.log.verify import verify  # noqa: PLC0415 - after set-up

    kept = dict(KeptAnswer.objects.values_list("key", "status"))
    wanted = {key: status for status, keys in ((201, sent["start"]), (200, sent["act"])) for key in keys}
    opened = Event.objects.filter(stream_kind="case", act="submit", position=1).count()
    promised = Event.objects.filter(stream_kind="case", act="promise").count()
    return {
        "lost": sum(kept.get(key) != status for key, status in wanted.items()),
        "unasked": len(kept.keys() - wanted.keys()),
        "opened": opened, "promised": promised, "broken_chains": len(verify().breaks),
    }  # fmt: skip
