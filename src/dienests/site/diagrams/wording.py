"""What is written into a diagram: the words of a stage, of an act and of its paragraphs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from dienests.kernel.norms.basis import Basis
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.registry import newest
from dienests.site.diagrams.blocks import ACT, ACT_LIT, NAME, NAME_LIT, ROLE, WAIT, Block, Paragraph, Word, block, plain
from dienests.site.diagrams.graph import Graph, Node, lit_nodes
from dienests.site.diagrams.widths import width

NOTHING = Block((), 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one diagram; where `lit` names acts, everything else is dim."""

    lit: frozenset[str] = frozenset()
    nodes: frozenset[str] = frozenset()
    waiting: Mapping[str, str] = field(default_factory=dict)
    medians: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, graph: Graph, lit: frozenset[str], waiting: Mapping[str, str], medians: Mapping[str, str]) -> "Wording":
        """Return the words for a graph of which some acts are lit."""
        return cls(lit, lit_nodes(graph, lit), waiting, medians)

    def of_acts(self, actions: Iterable[Action]) -> str:
        """Return the state of a wire: lit when one of its acts is."""
        return self._state(any(action.name in self.lit for action in actions))

    def of_node(self, key: str) -> str:
        """Return the state of a stage."""
        return self._state(key in self.nodes)

    def stage(self, node: Node, most: float) -> Block:
        """Return what stands in the box of a stage: its name, whose turn it is, and what waits there for how long."""
        if node.kind == "start":
            return NOTHING
        state = self.of_node(node.key)
        name = node.stage.label if node.stage else _("any open stage")
        parts = [Paragraph(plain(name), NAME_LIT if state == "lit" else NAME, state)]
        if node.role:
            parts.append(Paragraph(plain(node.role), ROLE, state))
        figures = self._figures(node.key)
        if figures:
            parts.append(Paragraph(figures, WAIT, state))
        return block(parts, max(most, *(_widest(part) for part in parts)), apart=1)

    def acts(self, actions: Iterable[Action], most: float) -> Block:
        """Return what stands at a wire: each act with its paragraphs."""
        parts = []
        for each in actions:
            state = self.of_acts([each])
            words = (*plain(each.label), *_marks(each.basis))
            parts.append(Paragraph(words, ACT_LIT if state == "lit" else ACT, state))
        return block(parts, most)

    def opened(self, slug: str, most: float) -> Block:
        """Return the title of a sub-case, which leads to the page of its procedure."""
        procedure = newest().get(slug)
        if procedure is None:
            return block([Paragraph(plain(slug), ROLE)], most)
        href = reverse("procedure", kwargs={"slug": slug})
        title = str(procedure.title)
        if width(title, ROLE.size) <= most:
            return block([Paragraph((Word(title, href=href),), ROLE)], most)
        first, *rest = title.split()
        words = (Word(first, href=href, said=title), *(Word(each, href=href, quiet=True) for each in rest))
        return block([Paragraph(words, ROLE)], most)

    def _figures(self, key: str) -> tuple[Word, ...]:
        waiting = plain(self.waiting.get(key, ""))
        median = self.medians.get(key)
        said = plain(_("median %(time)s") % {"time": median}) if median else ()
        return (*waiting, Word("·"), *said) if waiting and said else waiting or said

    def _state(self, lit: bool) -> str:
        if not self.lit:
            return ""
        return "lit" if lit else "dim"


def _widest(part: Paragraph) -> float:
    # A long word is broken only where it would burst every drawing.
    return min(150.0, max((word.width(part.style) for word in part.words), default=0.0))


def _marks(basis: Basis) -> Iterable[Word]:
    last = len(basis.addresses) - 1
    for place, address in enumerate(basis.addresses):
        yield Word(
            address,
            before="§ " if place == 0 else "",
            after="" if place == last else ",",
            href=reverse("provision", kwargs={"act": basis.act, "address": address}),
            said=f"{_('%(act)s point') % {'act': basis.act}} {_numbered(address)}",
        )  # fmt: skip


def _numbered(address: Label) -> str:
    text = str(address)
    return f"{text}." if text.replace(".", "").isdecimal() else text
