"""Everyday acts in the guest house, each with the form of its own."""

from typing import Any
from uuid import UUID, uuid4

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.tests.house.people import House, later
from dienests.kernel.handling import assignment, correcting, linking, postings, reopening, status_codes, withdrawing
from dienests.kernel.log.events import Event

VERBS = {
    "take": assignment.take,
    "assign": assignment.assign,
    "give_back": assignment.give_back,
    "note": postings.add_note,
    "message": postings.send_message,
    "state": postings.add_statement,
    "link": linking.link,
    "unlink": linking.unlink,
    "withdraw": withdrawing.withdraw,
    "correct": correcting.correct,
    "reopen": reopening.reopen,
    "code": status_codes.issue,
}
WHY = {"reasons": "typed the wrong thing", "basis": "order 7"}


def do(
    house: House, verb: str, case: Case, who: str, after: float = 20, *, form: UUID | None = None, **given: Any
) -> Any:  # fmt: skip
    """Do one everyday act and bring the case up to date."""
    at = later(after)
    done = VERBS[verb](case=case.pk, actor=house.actor(who, at), at=at, submission=form or uuid4(), **given)  # type: ignore[operator]
    case.refresh_from_db()
    return done


def acts(case: Case) -> list[str]:
    """Return the acts of a case, oldest first."""
    events = Event.objects.filter(stream_kind="case", stream=case.pk).order_by("position")
    return list(events.values_list("act", flat=True))
