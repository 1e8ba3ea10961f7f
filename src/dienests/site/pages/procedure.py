"""The page of a procedure: what it is, how to begin, and every act with its paragraph."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.diagram import lines
from dienests.kernel.procedures.items import Label, as_tuple
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import newest
from dienests.site.pages.doors import public
from dienests.site.pages.services import ways_of


@dataclass(frozen=True, slots=True)
class Row:
    """One act in the table: from where, to where, by whom."""

    action: Action
    source: Label
    target: Label

    @property
    def term(self) -> Label:
        """Return the name of the term that the act starts."""
        return self.action.follows.starts.label if self.action.follows.starts else ""


@public
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one procedure in its newest version."""
    procedure = newest().get(slug)
    if procedure is None:
        raise Http404
    shown = {
        "procedure": procedure,
        "ways": ways_of(procedure),
        "rows": rows(procedure),
        "roles": [role for role in procedure.roles.values() if role.basis],
        "exclusions": list(procedure.exclusions.values()),
        "diagram": lines(procedure),
    }
    return render(request, "site/pages/procedure.html", shown)


def rows(procedure: type[Procedure]) -> list[Row]:
    """Return every act of a procedure as a row of its table."""
    return [Row(action, _source(action), getattr(action.target, "label", "")) for action in procedure.actions.values()]


def _source(action: Action) -> Label:
    return " / ".join(str(getattr(each, "label", "")) for each in as_tuple(action.source))
