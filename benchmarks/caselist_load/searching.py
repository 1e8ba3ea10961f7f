"""One database: grow it, index it, look for words as people would, and compare what is found with a plain walk."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from benchmarks.caselist_load.worker import _shown, opener_of_most
from benchmarks.running.child import answer


def work(*, cases: int, openers: int, rounds: int) -> dict[str, Any]:
    """Grow, index, compare, then ask."""
    from benchmarks.caselist_load import asking, grow, prototypes  # noqa: PLC0415 - after set-up
    from dienests.kernel.account.booking import book  # noqa: PLC0415 - after set-up
    from dienests.kernel.cases import searching  # noqa: PLC0415 - after set-up

    cast, played = prototypes.play()
    rows = grow.grow(cast, played, cases=cases, openers=openers)
    book()
    begin = time.perf_counter()
    indexed = searching.rebuild()
    took = time.perf_counter() - begin
    people = {"chair": cast.holders[prototypes.CHAIR].pk, "employee": opener_of_most()}
    wrong = list(_differences(people))
    asked = {} if wrong else {name: _shown(asking.ask(do, rounds)) for name, do in _work(people)}
    return {"rows": rows, "indexed": indexed, "indexed_in_s": round(took, 1), "asked": asked, "differences": wrong}


def _questions() -> dict[str, str]:
    """What people look for: a word of nearly every case, a rarer one, a number, nothing that is there."""
    from dienests.kernel.cases.case import Case  # noqa: PLC0415 - after set-up

    some = Case.objects.order_by("opened_at").values_list("number", flat=True)
    return {
        "a word of every case": "ziņojumiem", "a rarer word": "priekšlikumus", "two words": "ziņojumi par strīdiem",
        "a number": some[len(some) // 2], "nothing": "kaķis",
    }  # fmt: skip


def _work(people: dict[str, UUID]) -> Iterator[tuple[str, Callable[[], Any]]]:
    from django.urls import reverse  # noqa: PLC0415 - after set-up

    from benchmarks.caselist_load import asking  # noqa: PLC0415 - after set-up

    for who, person in people.items():
        client = asking.visitor(person)
        for name, words in _questions().items():
            yield f"{name}, {who}", _get(client, f"{reverse('search')}?q={words}")
    chair = asking.visitor(people["chair"])
    looked = {"words": "paraugs", "purpose": "mērījums par personu meklēšanu"}
    yield "a person, chair", lambda: chair.post(reverse("people"), looked)


def _get(client: Any, address: str) -> Callable[[], Any]:
    from benchmarks.caselist_load import asking  # noqa: PLC0415 - after set-up

    return lambda: asking.page(client, address)


def _differences(people: dict[str, UUID]) -> Iterator[str]:
    """Compare each answer with a walk over every case that the person sees, word by word."""
    from django.utils import timezone  # noqa: PLC0415 - after set-up

    from dienests.kernel.access.account import Account  # noqa: PLC0415 - after set-up
    from dienests.kernel.access.actor import actor_for  # noqa: PLC0415 - after set-up
    from dienests.kernel.cases import searching  # noqa: PLC0415 - after set-up
    from dienests.kernel.cases.sight import visible  # noqa: PLC0415 - after set-up
    from dienests.kernel.language.lemmas import words  # noqa: PLC0415 - after set-up
    from dienests.kernel.search.entry import Entry  # noqa: PLC0415 - after set-up

    kept = {key: f" {text} " for key, text in Entry.objects.values_list("key", "words")}
    for who, person in people.items():
        actor = actor_for(Account.objects.select_related("person").get(person=person), timezone.localdate())
        seen = {str(key) for key in visible(actor).values_list("pk", flat=True)}
        for name, asked in _questions().items():
            terms = words(asked)
            right = {
                key
                for key in seen
                if all(f" {plain}" in kept[key] or f" {form} " in kept[key] for plain, form in terms)
            }
            found = searching.find(actor, asked)
            keys = [str(hit.case.pk) for hit in found.hits]
            if not set(keys) <= right or len(keys) != min(len(right), searching.MOST):
                yield f"{who}: {name}: {len(keys)} of {len(right)}"


if __name__ == "__main__":
    answer(work)
