"""Sending: the effect `sends` issues the letter of an act; one that was approved as a draft has been issued already."""

from dienests.kernel.cases.effect import Effect
from dienests.kernel.cases.outbox import handles
from dienests.kernel.letters.draft import Draft
from dienests.kernel.letters.issuing import Decision, issue
from dienests.kernel.log.events import Event
from dienests.kernel.procedures.registry import find


def register() -> None:
    """Make the handler known to the outbox."""
    handles("sends")(sends)


def sends(effect: Effect) -> None:
    """Number the letter and keep its words, once per act and addressee; the act itself is its approval."""
    case = effect.case
    procedure, event = find(case.procedure, case.version), Event.objects.get(pk=effect.event)
    draft = Draft.objects.filter(event=event.pk).first()
    signed = draft.approver_mandate if draft else event.mandate
    issue(
        case=case, procedure=procedure, letter=procedure.letters[effect.what], at=effect.written_at,
        decision=Decision(event, signed, draft),
    )  # fmt: skip
