"""One database: load the demonstration, ask pages with and without read events, grow a million looks, ask their pages.

"Without" replaces the two functions that gather and write looks (`site.pages.looking.at_case`, `at_list`) by ones that
do nothing, in this process and for one answer. So the difference is the whole cost of an event: finding out whose data
and which kinds are shown and in which office, and the statement that writes it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from benchmarks.running.child import answer


def work(*, rounds: int, looks: int, own: int) -> dict[str, Any]:
    """Measure the pages, then grow the table and measure what is read of it."""
    from benchmarks.caselist_load import asking, prototypes  # noqa: PLC0415 - after set-up
    from benchmarks.reads_load import grow  # noqa: PLC0415 - after set-up

    cast, wrong = prototypes.Cast.of(), []
    chair = asking.visitor(cast.holders[prototypes.CHAIR].pk)
    pages = {}
    for name, address in _addresses(cast).items():
        pages[name] = _pairs(chair, address, rounds, wrong)
    spread = _spread()
    table = grow.grow(cast, looks=looks, own=own) | spread
    asked = {} if wrong else {name: _shown(asking.ask(do, max(rounds // 4, 5))) for name, do in _lists(cast, own)}
    return {"pages": pages, "asked": asked, "table": table, "differences": wrong}


def _addresses(cast: Any) -> dict[str, str]:
    from django.urls import reverse  # noqa: PLC0415 - after set-up

    from benchmarks.caselist_load import prototypes  # noqa: PLC0415 - after set-up
    from dienests.kernel.access.account import Account  # noqa: PLC0415 - after set-up
    from dienests.kernel.access.actor import actor_for  # noqa: PLC0415 - after set-up
    from dienests.kernel.cases.sight import visible  # noqa: PLC0415 - after set-up

    person = cast.holders[prototypes.CHAIR].pk
    actor = actor_for(Account.objects.select_related("person").get(person=person), _today())
    case = visible(actor).filter(procedure="ethics-report").order_by("-opened_at").first()
    return {
        "case": reverse("case", args=[case.pk]), "case on paper": reverse("print", args=[case.pk]),
        "desk with a personal column": f"{reverse('desk')}?who=1",
        "list with a personal column": f"{reverse('desk-all')}?who=1",
    }  # fmt: skip


def _pairs(client: Any, address: str, rounds: int, wrong: list[str]) -> dict[str, float]:
    """Ask with and without in turn; medians of CPU and wall in milliseconds, and how many rows one answer writes."""
    from benchmarks.caselist_load import asking  # noqa: PLC0415 - after set-up
    from dienests.kernel.access.read_event import ReadEvent  # noqa: PLC0415 - after set-up

    def rows() -> int:
        return ReadEvent.objects.count()

    before = rows()
    told = asking.page(client, address)
    written = rows() - before
    with _switched_off():
        silent = asking.page(client, address)
    if _same(told) != _same(silent) or rows() != before + written or not written:
        wrong.append(f"{address}: {written} rows, equal: {_same(told) == _same(silent)}")
    found: dict[str, list[tuple[float, float]]] = {"with": [], "without": []}
    for number in range(rounds):
        for kind in ("with", "without") if number % 2 else ("without", "with"):
            if kind == "with":
                found[kind].append(_timed(lambda: asking.page(client, address)))
            else:
                with _switched_off():
                    found[kind].append(_timed(lambda: asking.page(client, address)))
    medians = {
        f"{kind}_{what}": median(each[place] for each in times)
        for kind, times in found.items()
        for place, what in enumerate(("wall", "cpu"))
    }
    return medians | {"rows": written}


def _spread() -> dict[str, float]:
    """Spread the lists of people that the pages left and return what that takes for each look: it is paid later."""
    from dienests.kernel.access.read_event import ReadEvent  # noqa: PLC0415 - after set-up
    from dienests.kernel.access.spreading import spread  # noqa: PLC0415 - after set-up

    cpu = time.process_time()
    looks = spread(ReadEvent)
    return {"spread_looks": looks, "spread_cpu_us": round((time.process_time() - cpu) * 1e6 / max(looks, 1), 1)}


def _timed(do: Callable[[], Any]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    do()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


@contextmanager
def _switched_off() -> Iterator[None]:
    """Record nothing in this process: `looked` gathers nothing and writes nothing."""
    from dienests.site.pages import looking  # noqa: PLC0415 - after set-up

    kept = looking.at_case, looking.at_list
    looking.at_case = looking.at_list = lambda *_args, **_more: 0  # type: ignore[assignment]
    try:
        yield
    finally:
        looking.at_case, looking.at_list = kept


def _same(page: str) -> str:
    """Leave out what differs between two answers anyway: tokens of forms and keys of submissions."""
    return "\n".join(
        line for line in page.splitlines() if "csrfmiddlewaretoken" not in line and "submission" not in line
    )


def _lists(cast: Any, own: int) -> Iterator[tuple[str, Callable[[], Any]]]:
    from django.urls import reverse  # noqa: PLC0415 - after set-up

    from benchmarks.caselist_load import asking, prototypes  # noqa: PLC0415 - after set-up

    person, chair = cast.holders[prototypes.OPENER].pk, cast.holders[prototypes.CHAIR].pk
    resident, official = asking.visitor(person), asking.visitor(chair)
    auditor = asking.visitor(cast.holders["auditor"].pk)

    def get(client: Any, address: str) -> Callable[[], Any]:
        return lambda: asking.page(client, address)

    reads = reverse("reads")
    yield f"own looks, {own}", get(resident, reads)
    yield f"own looks, {own}, last page", get(resident, f"{reads}?page=9999")
    yield f"own looks, {own}, one year", get(resident, f"{reads}?period={_today().year}")
    yield f"own looks, {own}, JSON", get(resident, reverse("reads-json"))
    yield "what an official looked at, a month", get(official, reverse("own-reads"))
    for what in ("unusual", "without-case", "searches", "hours"):
        yield f"auditor: {what}", get(auditor, reverse("audit", args=[what]))
    yield "auditor: one official, a month", get(auditor, reverse("audit-official", args=[chair]))


def _today() -> Any:
    from django.utils import timezone  # noqa: PLC0415 - after set-up

    return timezone.localdate()


def _shown(asked: Any) -> dict[str, Any]:
    return {
        "p50_ms": asked.at(0.5), "p95_ms": asked.at(0.95), "cpu_ms": round(sorted(asked.cpu)[len(asked.cpu) // 2], 1),
        "queries": asked.queries, "in_database_ms": asked.in_database, "slowest_ms": asked.slowest[0],
        "slowest": asked.slowest[1][:300],
    }  # fmt: skip


if __name__ == "__main__":
    answer(work)
