"""News: what a person is told of and has not seen; it is seen when the page of the case is opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases.models import Participant
from dienests.kernel.letters import notices
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.plan import OPENER_TURN
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


@dataclass(frozen=True, slots=True)
class Own:
    """One case of a person: what is new in it, whether the person opened it, whose turn it is."""

    row: Row
    news: list[Label]
    opened: bool
    turn: bool


def beside(rows: Iterable[Row], actor: Actor) -> list[Own]:
    """Return the rows of a person's own cases with what concerns that person; two queries."""
    shown = list(rows)
    cases = [row.case for row in shown]
    new = notices.unseen(actor.person, cases)
    part = Participant.objects.filter(case__in=cases, person=actor.person, left_at__isnull=True)
    roles = {(case, f":{role}") for case, role in part.values_list("case", "role")}
    return [_own(row, new, roles, actor.person) for row in shown]


def _own(row: Row, new: dict[UUID, list[Label]], roles: set[tuple[UUID, str]], person: UUID) -> Own:
    case, opened = row.case, row.case.opener_id == person
    turn = (case.pk, case.turn) in roles or (opened and case.turn == OPENER_TURN)
    return Own(row, new.get(case.pk, []), opened, turn)
