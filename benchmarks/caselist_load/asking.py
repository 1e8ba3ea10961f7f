"""Asking the pages in this process, as the server would: time, number of queries, and the plan of the slowest one."""

from __future__ import annotations

import gc
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.test import Client
from django.urls import reverse

from dienests.kernel.account.memory import Memory
from dienests.kernel.cases.case import Case

CHANGED = 10  # cases that nobody has booked yet
CASE = re.compile(r'/case/([0-9a-f-]{36})/"')


@dataclass
class Asked:
    """How one page answered: milliseconds of each round, most queries of any, the slowest query with its plan."""

    times: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    queries: int = 0
    in_database: float = 0.0
    slowest: tuple[float, str] = (0.0, "")
    plan: list[str] = field(default_factory=list)

    def at(self, share: float) -> float:
        """The time within which that share of the answers came."""
        times = sorted(self.times)
        return round(times[min(int(len(times) * share), len(times) - 1)], 1)


def visitor(person: UUID) -> Client:
    """Somebody who has signed in by choosing an office of the demonstration."""
    client = Client(headers={"host": "localhost"})
    answer = client.post(reverse("sign-in-demonstration"), {"person": str(person), "next": ""})
    assert answer.status_code == 302, answer.status_code
    return client


def page(client: Client, address: str) -> str:
    """One page's text; anything but a page is an error."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def listed(text: str) -> list[UUID]:
    """The cases that a page links to, in their order."""
    return list(dict.fromkeys(map(UUID, CASE.findall(text))))


def ask(do: Callable[[], Any], rounds: int, *, before: Callable[[], Any] = lambda: None) -> Asked:
    """Do something so many times after one round to warm up, then once more with its queries watched."""
    asked = Asked()
    do()
    for _round in range(rounds):
        before()
        begin, cpu = time.perf_counter(), time.process_time()
        do()
        asked.times.append((time.perf_counter() - begin) * 1000)
        asked.cpu.append((time.process_time() - cpu) * 1000)
    before()
    watch(asked, do)
    return asked


def watch(asked: Asked, do: Callable[[], Any]) -> None:
    """Count the queries and keep the slowest with its plan."""
    seen: list[tuple[float, str, Any]] = []

    def around(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        begin = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            seen.append((time.perf_counter() - begin, sql, params))

    with connection.execute_wrapper(around):
        do()
    asked.queries = max(asked.queries, len(seen))
    asked.in_database = round(sum(took for took, _sql, _params in seen) * 1000, 1)
    took, sql, params = max(seen, key=lambda each: each[0], default=(0.0, "", None))
    asked.slowest = (round(took * 1000, 1), " ".join(sql.split()))
    if sql.lstrip().upper().startswith("SELECT"):
        words = "EXPLAIN (ANALYZE, BUFFERS) " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
        with connection.cursor() as cursor:
            cursor.execute(words + sql, params)
            asked.plan = [str(row[-1]) for row in cursor.fetchall()]


def forget() -> None:
    """Empty what the account remembers and let some cases have changed: as the first reader after them finds it."""
    changed = Case.objects.order_by("-opened_at").values_list("pk", flat=True)[:CHANGED]
    Case.objects.filter(pk__in=list(changed)).update(booked=0)
    for each in gc.get_objects():
        if type(each) is Memory:  # isinstance would wake every lazy object
            each._kept.clear()
