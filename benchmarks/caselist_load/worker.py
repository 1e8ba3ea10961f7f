"""One database: prepare the house, grow it, ask the pages, compare the answers; prints one line of JSON."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from benchmarks.running.child import answer

LAST = 20  # a list is not read beyond its thousandth row


def work(*, cases: int, openers: int, rounds: int) -> dict[str, Any]:
    """Grow, ask and compare."""
    from benchmarks.caselist_load import grow, prototypes  # noqa: PLC0415 - after set-up
    from dienests.kernel.account.booking import book  # noqa: PLC0415 - after set-up

    begin = time.perf_counter()
    cast, played = prototypes.play()
    written = grow.grow(cast, played, cases=cases, openers=openers)
    book()
    grown = round(time.perf_counter() - begin, 1)
    people = {name: cast.holders[name].pk for name in (*prototypes_of_desks(), "opener")}
    people["opener"] = opener_of_most()
    asked = {name: _shown(each) for name, each in _ask(people, rounds).items()}
    return {"grown_in_s": grown, "rows": written, "asked": asked, "differences": _compare(people)}


def prototypes_of_desks() -> tuple[str, ...]:
    """The offices whose lists are compared."""
    from benchmarks.caselist_load import prototypes  # noqa: PLC0415 - after set-up

    return prototypes.CHAIR, prototypes.DEPUTY, prototypes.HEAD, prototypes.PERSONNEL


def opener_of_most() -> Any:
    """Of the invented employees the one with the most own cases."""
    from django.db.models import Count  # noqa: PLC0415 - after set-up

    from dienests.kernel.cases.case import Case  # noqa: PLC0415 - after set-up

    counted = Case.objects.filter(opener__family_name__startswith="Paraugs").values("opener").annotate(n=Count("pk"))
    return counted.order_by("-n").first()["opener"]  # type: ignore[index]


def _ask(people: dict[str, Any], rounds: int) -> dict[str, Any]:
    from django.test import Client  # noqa: PLC0415 - after set-up
    from django.urls import reverse  # noqa: PLC0415 - after set-up

    from benchmarks.caselist_load import asking  # noqa: PLC0415 - after set-up
    from benchmarks.serve_load.house import PARAGRAPH  # noqa: PLC0415 - after set-up
    from dienests.kernel.cases import listing  # noqa: PLC0415 - after set-up
    from dienests.kernel.cases.inbox import inbox  # noqa: PLC0415 - after set-up
    from dienests.kernel.cases.sight import visible  # noqa: PLC0415 - after set-up

    chair, opener = asking.visitor(people["ethics-chair"]), asking.visitor(people["opener"])
    public, actor = Client(headers={"host": "localhost"}), _actor(people["ethics-chair"])
    newest = visible(actor).order_by("-opened_at", "pk")
    last = max(newest[:50], key=lambda case: case.revision)
    paragraph, case = reverse("provision", args=PARAGRAPH), reverse("case", args=[last.pk])

    def get(client: Client, address: str) -> Callable[[], str]:
        return lambda: asking.page(client, address)

    ask = asking.ask
    found = {
        "list": ask(get(chair, reverse("desk-all")), rounds),
        "inbox": ask(get(chair, reverse("desk")), rounds),
        "case": ask(get(chair, case), rounds),
        "mine": ask(get(opener, reverse("mine")), rounds),
        "paragraph, public, warm": ask(get(public, paragraph), rounds),
        "paragraph, public, cold": ask(get(public, paragraph), 3, before=asking.forget),
        "paragraph, chair, warm": ask(get(chair, paragraph), rounds),
        "paragraph, chair, cold": ask(get(chair, paragraph), 3, before=asking.forget),
        "home, public, cold": ask(get(public, reverse("home")), 3, before=asking.forget),
        "function listing.everything()[:50]": ask(lambda: listing.everything(actor)[:50], rounds),
        "function listing.everything().count()": ask(lambda: listing.everything(actor).count(), rounds),
        "function listing.waiting()[:50]": ask(lambda: listing.waiting(actor)[:50], rounds),
        "function listing.waiting().count()": ask(lambda: listing.waiting(actor).count(), rounds),
        "function visible()[:50]": ask(lambda: list(newest[:50]), rounds),
        "function visible().count()": ask(newest.count, rounds),
        "function inbox()[:50]": ask(lambda: list(inbox(actor).order_by("due", "opened_at", "pk")[:50]), rounds),
        "function inbox().count()": ask(inbox(actor).count, rounds),
    }
    for name, address in (("list", "desk-all"), ("inbox", "desk")):
        for number in (
            2,
            3,
            LAST,
        ):  # other pages hold other procedures and stages; the number of queries must not change
            asking.watch(found[name], get(chair, f"{reverse(address)}?page={number}"))
    return found


def _actor(person: Any) -> Any:
    from django.utils import timezone  # noqa: PLC0415 - after set-up

    from dienests.kernel.access.account import Account  # noqa: PLC0415 - after set-up
    from dienests.kernel.access.actor import actor_for  # noqa: PLC0415 - after set-up

    return actor_for(Account.objects.select_related("person").get(person=person), timezone.localdate())


def _compare(people: dict[str, Any]) -> list[str]:
    """Where a list differs from what the plain answer says: first pages, a later one, and the sums."""
    from django.urls import reverse  # noqa: PLC0415 - after set-up
    from django.utils import timezone  # noqa: PLC0415 - after set-up

    from benchmarks.caselist_load import asking, plainly  # noqa: PLC0415 - after set-up
    from dienests.kernel.cases.inbox import inbox  # noqa: PLC0415 - after set-up
    from dienests.kernel.cases.sight import visible  # noqa: PLC0415 - after set-up

    house, today, wrong = plainly.House.read(), timezone.localdate(), []
    for office in prototypes_of_desks():
        person, actor = people[office], _actor(people[office])
        client = asking.visitor(person)
        for name, wanted, found in (
            ("desk-all", house.seen(person, today), visible(actor)),
            ("desk", house.waiting(person, today), inbox(actor)),
        ):
            if set(found.values_list("pk", flat=True)) != set(wanted):
                wrong.append(f"{office}, {name}: {found.count()} cases instead of {len(wanted)}")
            for number in (1, 2, LAST):
                part = wanted[(number - 1) * 50 : number * 50]
                if part and asking.listed(asking.page(client, f"{reverse(name)}?page={number}")) != part:
                    wrong.append(f"{office}, {name}, page {number}")
    own = house.own(people["opener"])
    if asking.listed(asking.page(asking.visitor(people["opener"]), reverse("mine"))) != own[:50]:
        wrong.append("mine")
    return wrong


def _shown(asked: Any) -> dict[str, Any]:
    return {
        "p50_ms": asked.at(0.5), "p95_ms": asked.at(0.95), "cpu_ms": round(sorted(asked.cpu)[len(asked.cpu) // 2], 1),
        "queries": asked.queries, "in_database_ms": asked.in_database, "slowest_ms": asked.slowest[0],
        "slowest": asked.slowest[1][:1500], "plan": asked.plan[:40],
    }  # fmt: skip


if __name__ == "__main__":
    answer(work)
