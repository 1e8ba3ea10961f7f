"""A procedure as a graph: stages, and between two of them one arrow with all its acts."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from dienests.kernel.procedures.actions import ANYWHERE, Action
from dienests.kernel.procedures.items import Label, as_tuple
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.stages import START, STAYS, Stage

BEGINNING, ANY = ":start", ":anywhere"  # keys of nodes that are no stages; a stage's name has no colon


@dataclass(slots=True)
class Node:
    """A stage, the start or "any open stage"; `loops` leave the case here, `opens` are slugs of sub-cases."""

    key: str
    kind: str
    stage: Stage | None = None
    role: Label = ""
    loops: list[Action] = field(default_factory=list)
    opens: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Arrow:
    """Everything that leads from one stage to another."""

    source: str
    target: str
    acts: list[Action] = field(default_factory=list)


@dataclass(slots=True)
class Graph:
    """Nodes by key, the start first and the rest as declared, and the arrows between them."""

    nodes: dict[str, Node]
    arrows: list[Arrow]

    def leaving(self, key: str) -> Iterator[Arrow]:
        """Return the arrows that leave a node."""
        return (arrow for arrow in self.arrows if arrow.source == key)


def graph(procedure: type[Procedure]) -> Graph:
    """Return the graph of a whole procedure."""
    nodes = _nodes(procedure)
    arrows: dict[tuple[str, str], Arrow] = {}
    for action in procedure.actions.values():
        for source in _sources(action):
            target = source if action.target is STAYS else _key(action.target)
            if action.follows.opens and action.follows.opens not in nodes[target].opens:
                nodes[target].opens.append(action.follows.opens)
            if source == target:
                nodes[source].loops.append(action)
            else:
                arrows.setdefault((source, target), Arrow(source, target)).acts.append(action)
    return Graph(nodes, list(arrows.values()))


def lit_nodes(whole: Graph, lit: frozenset[str]) -> frozenset[str]:
    """Return the nodes at both ends of the acts that are lit up."""
    ends = {end for arrow in _lit(whole, lit) for end in (arrow.source, arrow.target)}
    loops = {key for key, node in whole.nodes.items() if any(action.name in lit for action in node.loops)}
    return frozenset(ends | loops)


def piece(whole: Graph, lit: frozenset[str]) -> Graph:
    """Return the lit acts, what leads to them and what follows them: the rest is left out."""
    wires = _lit(whole, lit)
    loops = {key for key, node in whole.nodes.items() if any(action.name in lit for action in node.loops)}
    sources, targets = {arrow.source for arrow in wires} | loops, {arrow.target for arrow in wires} | loops
    kept = [
        arrow
        for arrow in whole.arrows
        if arrow in wires or arrow.target in sources or arrow.source in targets
    ]  # fmt: skip
    ends = sources | targets | {end for arrow in kept for end in (arrow.source, arrow.target)}
    near = sources | targets
    nodes = {key: _bare(node, key in near, lit) for key, node in whole.nodes.items() if key in ends}
    return Graph(nodes, kept)


def _lit(whole: Graph, lit: frozenset[str]) -> list[Arrow]:
    return [arrow for arrow in whole.arrows if any(action.name in lit for action in arrow.acts)]


def _bare(node: Node, near: bool, lit: frozenset[str]) -> Node:
    loops = [action for action in node.loops if action.name in lit]
    return Node(node.key, node.kind, node.stage, node.role, loops, node.opens if near else [])


def _nodes(procedure: type[Procedure]) -> dict[str, Node]:
    sources = {id(source) for action in procedure.actions.values() for source in as_tuple(action.source)}
    nodes = {BEGINNING: Node(BEGINNING, "start")} if id(START) in sources else {}
    for name, stage in procedure.stages.items():
        nodes[name] = Node(name, "end" if stage.ends else "stage", stage, _awaited(procedure, stage))
    if id(ANYWHERE) in sources:
        nodes[ANY] = Node(ANY, "anywhere")
    return nodes


def _awaited(procedure: type[Procedure], stage: Stage) -> Label:
    if stage.ends:
        return ""
    if stage.awaits:
        return stage.awaits.label
    acts = (a for a in procedure.actions.values() if a.source is not ANYWHERE and stage in as_tuple(a.source))
    return next((action.by.label for action in acts), "")


def _sources(action: Action) -> list[str]:
    return list(dict.fromkeys(_key(source) for source in as_tuple(action.source)))


def _key(end: object) -> str:
    if end is START:
        return BEGINNING
    return end.name if isinstance(end, Stage) else ANY
