"""Draws a procedure: one picture for wide places and one for narrow ones, of which the style sheet shows one."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from dienests.kernel.procedures.procedure import Procedure
from dienests.site.design.markup import element
from dienests.site.diagrams.column import Column
from dienests.site.diagrams.graph import Graph, graph, piece
from dienests.site.diagrams.layered import Layered, least
from dienests.site.diagrams.shapes import Drawing
from dienests.site.diagrams.svg import svg
from dienests.site.diagrams.web import Plan, web
from dienests.site.diagrams.wording import Wording

Pairs = tuple[tuple[str, str], ...]

# A drawing runs to the right where that fits, else downwards; texts are wrapped the later the better.
WIDEST, HIGHEST = 900.0, 520.0
PLANS = (
    Plan(False, 170, 120), Plan(False, 130, 105), Plan(True, 220, 200), Plan(True, 170, 170), Plan(True, 135, 135),
    Plan(True, 110, 110),
)  # fmt: skip
# The widths of the place, in rem, from which on a wide drawing fits: classes of the style sheet.
STEPS = (30, 38, 46, 57)


def draw(
    procedure: type[Procedure], *, lit: frozenset[str] = frozenset(), waiting: Mapping[str, str] | None = None,
    medians: Mapping[str, str] | None = None, only_lit: bool = False,
) -> SafeString:  # fmt: skip
    """Return a procedure as SVG.

    `lit` names the acts to light up with their stages; what is no act of the procedure is passed over. `waiting`
    and `medians` give, by stage, the words to show in its box; only those who may know them get them passed in.
    With `only_lit` the lit acts are drawn with the stages next to them, and the rest is left out.
    """
    known = frozenset(lit & procedure.actions.keys())
    figures = _pairs(waiting), _pairs(medians)
    shown: Any = procedure  # a class can be hashed, which its type does not say
    return _drawn(shown, known, *figures, only_lit and bool(known), get_language() or "", get_script_prefix())


def _pairs(texts: Mapping[str, str] | None) -> Pairs:
    return tuple(sorted((key, str(text)) for key, text in (texts or {}).items()))


@lru_cache(maxsize=512)
def _drawn(
    procedure: type[Procedure], lit: frozenset[str], waiting: Pairs, medians: Pairs, only_lit: bool, language: str,
    _prefix: str,
) -> SafeString:  # fmt: skip
    with override(language or None):
        shown, wording = prepared(procedure, lit, dict(waiting), dict(medians), only_lit)
        said = _("Diagram of the procedure “%(title)s”") % {"title": procedure.title}
        across = wide(shown, wording)
        step = next((step for step in STEPS if across.width <= step * 16), STEPS[-1])
        return element(
            "div",
            {"class": f"d-diagrams d-diagrams--{step}"},
            svg(across, kind="d-diagram--wide", said=said),
            svg(Column(shown, wording).drawn(), kind="d-diagram--narrow", said=said),
        )


def prepared(
    procedure: type[Procedure], lit: frozenset[str], waiting: Mapping[str, str], medians: Mapping[str, str],
    only_lit: bool,
) -> tuple[Graph, Wording]:  # fmt: skip
    """Return what is drawn, and its words."""
    whole = graph(procedure)
    return piece(whole, lit) if only_lit else whole, Wording.of(whole, lit, waiting, medians)


def wide(shown: Graph, wording: Wording) -> Drawing:
    """Return the wide drawing: the first plan that fits, else the narrowest."""
    found = Drawing()
    for plan in PLANS:
        layers = web(shown, wording, plan)
        if not plan.down and least(layers) > WIDEST:
            continue
        found = Layered(shown, wording, plan, layers).drawn()
        if found.width <= WIDEST and (plan.down or found.height <= HIGHEST):
            break
    return found
