"""Decisions: an act of a body that votes is done only as its closed ballot decided; the event keeps the count."""

from datetime import datetime
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.cases.ballot import Ballot
from dienests.kernel.cases.by_laws import by_laws, require, unset
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.statements import Cursor, columns
from dienests.kernel.log.rows import as_bytes
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.roles import Group
from dienests.kernel.procedures.votes import Failure

NOTHING_DECIDED = {
    Failure.QUORUM: _(
        "There was no quorum, so nothing is decided: call the vote anew for another sitting. Where too many members "
        "are recused, let members or substitutes be appointed, or hand the matter to the superior institution."
    ),
    Failure.TIE: _("The votes were equally divided, so nothing is decided: call the vote anew."),
    Failure.MAJORITY: _("No choice had the majority, so nothing is decided: call the vote anew."),
}


def live(case: Case, body: Group) -> Ballot | None:
    """Return the ballot of a body that is open, or closed and not yet recorded; one query for all bodies of a case."""
    found: dict[str, Ballot] | None = vars(case).get("live_ballots")
    if found is None:
        rows = Ballot.objects.filter(case=case.pk, ended_at__isnull=True)
        found = vars(case)["live_ballots"] = {each.body: each for each in rows}
    return found.get(body.name)


def check(action: Action, case: Case, *, on: Any) -> None:
    """Raise Refusal unless the body has decided just this act, with quorum and majority; nothing for other roles."""
    body = action.by
    if not isinstance(body, Group) or not body.ballot:
        return
    ballot = live(case, body)
    if ballot is None:
        require(body, by_laws(body, case.institution_id, on).rules)
        raise _refusal(body, _("“{act}” is decided by a vote of “{body}”; call the vote first."), action)
    if ballot.closed_at is None:
        raise _refusal(body, _("The vote is still open; close it on its day, then record “{act}”."), action)
    decided = ballot.decision
    if decided.failure == Failure.TIE and not ballot.tie:
        raise unset(body, "tie")
    if decided.failure:
        raise Refusal(NOTHING_DECIDED[Failure(decided.failure)], basis=body.basis, kind="ballot")
    if decided.choice != action.name:
        raise _refusal(body, _("“{body}” did not vote for “{act}”; record what it decided."), action)


def _refusal(body: Group, sentence: Any, action: Action) -> Refusal:
    return Refusal(format_lazy(sentence, act=action.label, body=body.label), basis=body.basis, kind="ballot")


def counted(case: Case, body: Group) -> dict[str, Any]:
    """Return what the event of a body's act keeps of its ballot: the data of the minutes, and the end of its stream."""
    ballot = live(case, body)
    assert ballot is not None  # `check` has seen to it
    found = {
        "number": ballot.number, "sitting_on": ballot.sitting_on, "quorum": ballot.quorum, "majority": ballot.majority,
        "tie": ballot.tie, "members": ballot.members, "present": ballot.count.present, "recused": ballot.recused,
        "counts": ballot.counts, "casting": ballot.casting, "presided_by": str(ballot.closed_by),
        "leaf": as_bytes(ballot.leaf).hex(),
    }  # fmt: skip
    if ballot.by_name:
        found["votes"] = {str(mandate): choice for mandate, choice in ballot.votes.values_list("mandate", "choice")}
    return found


def end(cursor: Cursor, procedure: type[Procedure], action: Action, case: Case, *, before: str, at: datetime) -> None:
    """End the ballot that an act recorded, and every ballot of a stage that the case leaves; one statement."""
    if before not in procedure.plan.voting:
        return
    if case.stage != before:
        columns(Ballot).update(cursor, {"ended_at": at}, {"case_id": case.id, "ended_at": None})
    elif action.by.ballot:
        where = {"case_id": case.id, "body": action.by.name, "ended_at": None}
        columns(Ballot).update(cursor, {"ended_at": at}, where)
