"""Ranks: how far from the start each stage stands; arrows that lead back are found and turned for that purpose."""

from dienests.site.diagrams.graph import ANY, BEGINNING, Arrow, Graph


def backward(graph: Graph) -> set[int]:
    """Return the places of those arrows that close a circle, seen from the start in the order of the declaration."""
    leaving: dict[str, list[int]] = {key: [] for key in graph.nodes}
    for place, arrow in enumerate(graph.arrows):
        leaving[arrow.source].append(place)
    entered = {arrow.target for arrow in graph.arrows}
    found: set[int] = set()
    done: set[str] = set()
    for first in sorted(graph.nodes, key=lambda key: (key != BEGINNING, key in entered)):
        _walk(first, graph.arrows, leaving, done, found)
    return found


def _walk(first: str, arrows: list[Arrow], leaving: dict[str, list[int]], done: set[str], found: set[int]) -> None:
    if first in done:
        return
    path = {first: iter(leaving[first])}  # a dictionary keeps its order: it is the way from `first` to here
    done.add(first)
    while path:
        here = next(reversed(path))
        place = next(path[here], None)
        if place is None:
            del path[here]
            continue
        target = arrows[place].target
        if target in path:
            found.add(place)
        elif target not in done:
            done.add(target)
            path[target] = iter(leaving[target])


def ranks(graph: Graph, turned: set[int]) -> dict[str, int]:
    """Return the length of the longest way to each node; what nothing leads to stands just before what it leads to."""
    ahead = [
        (arrow.target, arrow.source) if place in turned else (arrow.source, arrow.target)
        for place, arrow in enumerate(graph.arrows)
    ]
    found = dict.fromkeys(graph.nodes, 0)
    for _round in graph.nodes:  # without circles no way is longer than there are nodes
        moved = [(end, found[start] + 1) for start, end in ahead if found[end] <= found[start]]
        if not moved:
            break
        for end, rank in moved:
            found[end] = max(found[end], rank)
    entered = {end for _start, end in ahead}
    for key in graph.nodes:
        after = [found[end] for start, end in ahead if start == key]
        if key != BEGINNING and key not in entered and after:
            found[key] = min(after) - 1
    return found


def sequence(graph: Graph) -> list[str]:
    """Return the nodes one below the other: after each, if possible, one that it leads to; "any stage" comes last."""
    turned = backward(graph)
    waits = {key: set[str]() for key in graph.nodes}
    for place, arrow in enumerate(graph.arrows):
        start, end = (arrow.target, arrow.source) if place in turned else (arrow.source, arrow.target)
        if start != ANY:
            waits[end].add(start)
    depth = ranks(graph, turned)
    left, placed = [key for key in graph.nodes if key != ANY], list[str]()
    while left:
        ready = [key for key in left if waits[key] <= set(placed)]
        last = placed[-1] if placed else ""
        chosen = min(ready, key=lambda key: (last not in waits[key], depth[key], left.index(key)))
        placed.append(chosen)
        left.remove(chosen)
    return placed + [key for key in graph.nodes if key == ANY]
