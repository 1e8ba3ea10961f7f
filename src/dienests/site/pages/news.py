"""News: what a person is told of and has not seen; it is seen when the page of the case is opened."""

from collections.abc import Iterable

from dienests.kernel.access.actor import Actor
from dienests.kernel.letters import notices
from dienests.kernel.procedures.items import Label
from dienests.site.pages.case_view import CaseView
from dienests.site.pages.history import Happened
from dienests.site.pages.rows import Row


def of(view: CaseView) -> list[Happened]:
    """Return what is new in a case for its reader, oldest first."""
    return [each for each in reversed(view.history) if each.new]


def seen(view: CaseView) -> None:
    """Record that the reader has seen what was new; the page was drawn before, so that it still says so."""
    if of(view):
        notices.see(person=view.actor.person, case=view.case, at=view.at)


def beside(rows: Iterable[Row], actor: Actor) -> list[tuple[Row, list[Label]]]:
    """Return the rows of a list, each with the acts that are new for the reader; one query."""
    shown = list(rows)
    new = notices.unseen(actor.person, [row.case for row in shown])
    return [(row, new.get(row.case.pk, [])) for row in shown]
