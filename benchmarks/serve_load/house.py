"""Commands on the house that is served, each in a process of its own: `python -m benchmarks.serve_load.house COMMAND`.

The arguments come as JSON on standard input, the answer is the last line of standard output.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

CHAIR, EMPLOYEE, PROCEDURE, ACT = "ethics-chair", "employee", "ethics-report", "submit"
PARAGRAPH = ("vpd-ethics-code-2026", "25")
DESK_ROWS = 50


def prepare(*, rows: int = DESK_ROWS, sources: str = "") -> dict[str, Any]:
    """Do what `up` does before it serves, fill the chair's desk, and tell the addresses and people of the plan."""
    from dienests.cli import prepare as before  # noqa: PLC0415 - sets Django up in this process

    before.all_of_it(sources=Path(sources) if sources else None)
    _fill_desk(rows)
    return _plan(rows)


def _holders(office: str) -> list[Any]:
    from django.utils import timezone  # noqa: PLC0415 - after set-up

    from dienests.kernel.parties.models import Institution, Mandate  # noqa: PLC0415 - after set-up

    first = Institution.objects.order_by("pk").first()
    found = Mandate.objects.in_force(timezone.localdate()).filter(office__institution=first, office__slug=office)
    return [mandate.person for mandate in found.select_related("person").order_by("person__sort_key")]


def _fill_desk(rows: int) -> None:
    """Let employees ask for advice, through the engine, until the chair's first page is full."""
    from dienests.kernel.cases.inbox import inbox  # noqa: PLC0415 - after set-up
    from dienests.kernel.cases.verbs import perform, start  # noqa: PLC0415 - after set-up
    from dienests.kernel.procedures.registry import newest  # noqa: PLC0415 - after set-up

    [chair, *_others], procedure = _holders(CHAIR), newest()[PROCEDURE]
    askers = [person for person in _holders(EMPLOYEE) if person != chair]
    day = datetime.now(UTC) - timedelta(days=1)
    missing = rows - inbox(_actor(chair)).count()
    for number in range(max(missing, 0)):
        at = day + timedelta(minutes=number)
        asked = {"reason": "advice", "account": f"Jautājums Nr. {number}."}
        case = start(procedure=procedure, action=ACT, actor=_actor(askers[number % len(askers)]), at=at, fields=asked)
        if number % 2:
            promised = {"answer_promised": (day + timedelta(days=3 + number % 20)).date()}
            perform(case=case, action="promise", actor=_actor(chair), at=at + timedelta(hours=2), fields=promised)


def _actor(person: Any) -> Any:
    from django.utils import timezone  # noqa: PLC0415 - after set-up

    from dienests.kernel.access.account import Account  # noqa: PLC0415 - after set-up
    from dienests.kernel.access.actor import actor_for  # noqa: PLC0415 - after set-up

    account = Account.objects.select_related("person").get(person=person)
    return actor_for(account, timezone.localdate())


def _plan(rows: int) -> dict[str, Any]:
    from django.conf import settings  # noqa: PLC0415 - after set-up
    from django.urls import reverse  # noqa: PLC0415 - after set-up

    from dienests.cli import serve  # noqa: PLC0415 - after set-up
    from dienests.kernel.cases.effect import Series  # noqa: PLC0415 - after set-up
    from dienests.kernel.cases.inbox import inbox  # noqa: PLC0415 - after set-up

    chair, *_others = _holders(CHAIR)
    soonest = inbox(_actor(chair)).filter(due__isnull=False).order_by("due", "opened_at", "pk")[0]
    return {
        "file": str(settings.DATABASES["default"]["NAME"]), "series": Series._meta.db_table,
        "mark": str(soonest.pk), "workers": f"{serve.WORKERS} x {serve.THREADS} threads",
        "home": reverse("home"), "paragraph": reverse("provision", args=PARAGRAPH),
        "rulebook": reverse("rulebook", args=PARAGRAPH[:1]), "services": reverse("services"),
        "procedure": reverse("procedure", args=[PROCEDURE]), "desk": reverse("desk") + "?who=1",
        "form": reverse("start", args=[PROCEDURE, ACT]), "sign_in": reverse("sign-in"),
        "choose": reverse("sign-in-demonstration"), "chair": str(chair.pk), "rows": rows,
        "employees": [str(person.pk) for person in _holders(EMPLOYEE) if person.pk != chair.pk],
    }  # fmt: skip


def count() -> dict[str, int]:
    """The number of rows of every table, so that one can see what a page has written."""
    from django.apps import apps  # noqa: PLC0415 - after set-up

    return {model._meta.db_table: model._default_manager.count() for model in apps.get_models()}


def compare(*, sent: dict[str, str]) -> dict[str, Any]:
    """Compare what was acknowledged (submission -> text) with what is stored, and walk every chain of the log."""
    from dienests.conduct.ethics_reports.models import EthicsReport  # noqa: PLC0415 - after set-up
    from dienests.kernel.log.events import Event  # noqa: PLC0415 - after set-up
    from dienests.kernel.log.verify import verify  # noqa: PLC0415 - after set-up

    found = EthicsReport.objects.filter(case__submission__isnull=False)
    stored = {str(key): text for key, text in found.values_list("case__submission", "account")}
    numbers = found.values_list("case__number", flat=True)
    events = Event.objects.filter(stream_kind="case", stream__in=found.values("pk")).count()
    return {
        "lost": sum(stored.get(key) != text for key, text in sent.items()), "stored": len(stored),
        "unasked": len(stored.keys() - sent.keys()), "numbers_given_twice": len(numbers) - len(set(numbers)),
        "without_event": len(stored) - events, "broken_chains": len(verify().breaks),
    }  # fmt: skip


def api(*, cases: int, tokens: int) -> dict[str, Any]:
    """Make tokens, and cases to act in, and tell the addresses; the chair has more tokens than one pace allows."""
    from benchmarks.serve_load import programs  # noqa: PLC0415 - after set-up

    return programs.prepared(_holders(CHAIR)[0], _holders(EMPLOYEE), _actor, cases=cases, tokens=tokens)


def compare_api(*, sent: dict[str, list[str]]) -> dict[str, Any]:
    """Compare what was acknowledged by kind (keys of requests) with what is stored."""
    from benchmarks.serve_load import programs  # noqa: PLC0415 - after set-up

    return programs.compared(sent)


COMMANDS: dict[str, Callable[..., Any]] = {
    "prepare": prepare, "count": count, "compare": compare, "api": api, "compare_api": compare_api,
}  # fmt: skip


def main() -> None:
    """Run one command."""
    given = json.loads(sys.stdin.read() or "{}")
    with redirect_stdout(sys.stderr):
        import os  # noqa: PLC0415 - only here

        import django  # noqa: PLC0415 - the settings read the environment of this process

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dienests.site.settings")
        if sys.argv[1] != "prepare":
            django.setup()
        answer = COMMANDS[sys.argv[1]](**given)
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
