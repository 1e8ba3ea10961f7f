"""The page of a procedure: what it is, how to begin, and every act with its paragraph."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dienests.kernel.access.actor import Actor
from dienests.kernel.account.figures import stage_medians
from dienests.kernel.account.known import tally_for
from dienests.kernel.account.states import of_office
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.rights import may_start, openings
from dienests.kernel.norms.basis import Unspecified
from dienests.kernel.procedures.actions import Action, Consequences
from dienests.kernel.procedures.diagram import lines
from dienests.kernel.procedures.items import Label, as_tuple
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.registry import newest
from dienests.kernel.procedures.terms import Term
from dienests.site.diagrams.draw import draw
from dienests.site.pages.days import now
from dienests.site.pages.doors import public
from dienests.site.pages.services import ways_of


def _changes(then: Consequences) -> Iterator[tuple[Label, Term, Unspecified | None]]:
    """Yield words, the term, and what is open for each change; that a term is stopped goes without saying."""
    for term in then.starts:
        yield "{term}", term, term.value if isinstance(term.value, Unspecified) else None
    for term in then.suspends:
        yield _("suspended: {term}"), term, None
    for term in then.resumes:
        yield _("goes on: {term}"), term, None
    if then.extends:
        longer = then.extends.extends_by
        yield _("extended, once: {term}"), then.extends, longer if isinstance(longer, Unspecified) else None
    if then.lapses:
        yield _("when it has passed: {term}"), then.lapses, None


@dataclass(frozen=True, slots=True)
class Row:
    """One act in the table: from where, to where, by whom."""

    action: Action
    source: Label
    target: Label

    @property
    def terms(self) -> list[tuple[Label, Unspecified | None]]:
        """Return what the act does to terms, in words, each with what the sources leave open."""
        return [(format_lazy(words, term=term.label), open_) for words, term, open_ in _changes(self.action.follows)]


@public
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one procedure in its newest version."""
    procedure = newest().get(slug)
    if procedure is None:
        raise Http404
    shown = {
        "procedure": procedure,
        "ways": [(way, _refusal(request, procedure, way)) for way in ways_of(procedure)],
        "rows": rows(procedure),
        "roles": [role for role in procedure.roles.values() if role.basis],
        "exclusions": list(procedure.exclusions.values()),
        "lines": lines(procedure),
        "diagram": _diagram(procedure, request.actor or None),  # type: ignore[attr-defined]
    }
    return render(request, "site/pages/procedure.html", shown)


def _refusal(request: HttpRequest, procedure: type[Procedure], way: Action) -> Refusal | None:
    """Return why the person who has signed in may not begin in this way, which says who may; None for who may."""
    actor = request.actor or None  # type: ignore[attr-defined]
    if actor is None or openings(actor, way):
        return None
    try:
        may_start(actor, procedure, way, institution=None)
    except Refusal as refused:
        return refused
    return None


def _diagram(procedure: type[Procedure], reader: Actor | None) -> SafeString:
    """Draw the procedure; where cases wait, and how long, for those who have an office in it."""
    if procedure.slug not in of_office(reader):
        return draw(procedure)
    today = local_date(now())
    counted = tally_for(reader, on=today, today=today)
    medians = stage_medians(procedure, counted)
    here = {stage: sum(n.values()) for (key, stage), n in counted.standing.items() if key == procedure.key()}
    return draw(
        procedure,
        waiting={stage: ngettext("%(n)d case", "%(n)d cases", n) % {"n": n} for stage, n in here.items() if n},
        medians={stage: _("%(days)s d.") % {"days": number_format(f"{days:g}")} for stage, days in medians.items()},
    )


def rows(procedure: type[Procedure]) -> list[Row]:
    """Return every act of a procedure as a row of its table."""
    return [Row(action, _source(action), getattr(action.target, "label", "")) for action in procedure.actions.values()]


def _source(action: Action) -> Label:
    return " / ".join(str(getattr(each, "label", "")) for each in as_tuple(action.source))
