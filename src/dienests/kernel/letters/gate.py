"""The gate before an act that sends a letter: where somebody approves the letter, the act is done by the approval."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.gates import stands_before
from dienests.kernel.letters.approval import approval
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal

_approved: ContextVar[UUID | None] = ContextVar("the case whose letter is being approved", default=None)


def register() -> None:
    """Put the gate before all acts."""
    stands_before(_gate)


@contextmanager
def approving(case: UUID) -> Iterator[None]:
    """Let the act of one case through, which the approval of its letter does."""
    token = _approved.set(case)
    try:
        yield
    finally:
        _approved.reset(token)


def _gate(procedure: type[Procedure], action: Action, case: Case, at: datetime) -> None:
    letter = action.follows.sends
    if letter is None or _approved.get() == case.pk or approval(procedure, letter, case, at=at) is None:
        return
    sentence = _("“{letter}” is approved before it goes out: draft it on the page of the case.")
    raise Refusal(format_lazy(sentence, letter=letter.label), basis=letter.basis, kind="approval")
