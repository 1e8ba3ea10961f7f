"""Small procedures made at random, in the language in which real ones are declared."""

import types
from datetime import date
from typing import Any

from hypothesis import strategies as st

from dienests.kernel.procedures import ANYWHERE, START, STAYS, Procedure, action, end, role, rulebook, stage

act = rulebook("example-act")
clerk = role("ierēdnis", act["1"], office="clerk")
WORDS = st.sampled_from(
    "saņemts izskata komisija priekšlikums nosūtīt vēstuli § lieta apstrīdēšana Šņukurs W mmmmmmmm i ļoti "
    "nepārbaudīšanasiespējamībaspārsūdzēšanasnolēmumapasludināšana a-b starpinstitūciju".split()
)
LABELS = st.lists(WORDS, min_size=1, max_size=7).map(" ".join)
ADDRESSES = st.one_of(
    st.integers(1, 99).map(str),
    st.tuples(st.integers(1, 20), st.integers(1, 9), st.integers(1, 9)).map(lambda part: ".".join(map(str, part))),
    st.sampled_from(["functions.3", "categories-of-personal-data-and-further-things-that-are-named-at-length.12"]),
)


@st.composite
def procedures(draw: Any) -> type[Procedure]:
    """Return a procedure of up to seven stages and fourteen acts; circles, loops, dead ends and islands included."""
    items: dict[str, Any] = {"title": draw(LABELS)}
    stages = []
    for number in range(draw(st.integers(1, 7))):
        ends = number > 1 and draw(st.booleans())
        label = draw(LABELS)
        stages.append(end(label) if ends else stage(label, awaits=draw(st.sampled_from([None, clerk]))))
        items[f"stage_{number}"] = stages[-1]
    one = st.sampled_from(stages)
    sources = st.one_of(st.just(START), one, one, one, st.just(ANYWHERE), st.tuples(one, one))
    for number in range(draw(st.integers(0, 14))):
        source = draw(sources)
        target = draw(one if source is START else st.one_of(one, one, one, st.just(STAYS)))
        basis = act[tuple(draw(st.lists(ADDRESSES, min_size=1, max_size=6, unique=True)))]
        opens = draw(st.sampled_from(["", "", "", "ethics-case", "unknown-procedure"]))
        items[f"act_{number}"] = action(draw(LABELS), source, target, by=clerk, basis=basis, opens=opens)
    return declared(items)


def declared(items: dict[str, Any]) -> type[Procedure]:
    """Declare a procedure with these items, without adding it to the procedures of the house."""
    about = {"slug": "example", "record": object, "basis": act["1"], "version": 1, "issued": date(2026, 2, 27)}
    return types.new_class("Example", (Procedure,), {**about, "registered": False}, lambda body: body.update(items))


def dense() -> type[Procedure]:
    """Return a procedure in which each of three stages leads to each of three others, and two lead back."""
    stages = {name: stage(f"posms {name}") for name in "abcdef"}
    items: dict[str, Any] = {"title": "blīva", **{f"stage_{name}": each for name, each in stages.items()}}
    for source in "abc":
        items[f"begin_{source}"] = action("sākt", START, stages[source], by=clerk, basis=act["1"])
        for target in "def":
            label = f"no {source} uz {target}"
            items[f"{source}_{target}"] = action(label, stages[source], stages[target], by=clerk, basis=act["2", "3"])
    for source, target in ("da", "fc", "fb"):
        items[f"{source}_{target}"] = action("atdot atpakaļ", stages[source], stages[target], by=clerk, basis=act["4"])
    return declared(items)
