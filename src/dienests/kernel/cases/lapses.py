"""Lapses: when a term has passed for which a procedure declares what follows, the machine does that act, once.

The clock alone changes nothing: a lapse is an act with its basis, in the log like any other.
"""

import logging
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.outbox import routinely
from dienests.kernel.cases.term_run import TermRun
from dienests.kernel.cases.verbs import perform
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.registry import declared, find

log = logging.getLogger(__name__)
AT_ONCE = 500


def register() -> None:
    """Let the outbox look after lapses whenever it looks after effects."""
    routinely(run_lapses)


def run_lapses(at: datetime) -> int:
    """Do what the passing of terms asks for, oldest first, and return how many acts were done.

    A second process finds a term that no longer runs, and is refused.
    """
    return sum(_lapse(case, slug, at) for case, slug in _passed(at))


def _passed(at: datetime) -> Iterator[tuple[Case, str]]:
    """Yield every case with the slug of a term that has passed; some at a time, since those that stay come again."""
    lapsing = _lapsing()
    if not lapsing:
        return
    passed = TermRun.objects.filter(
        lapsing, stopped_on__isnull=True, suspended_on__isnull=True, due__lt=local_date(at)
    ).select_related("case")
    after = Q()
    while runs := list(passed.filter(after).order_by("due", "pk")[:AT_ONCE]):
        yield from ((run.case, run.slug) for run in runs)
        last = runs[-1]
        after = Q(due__gt=last.due) | Q(due=last.due, pk__gt=last.pk)


def _lapsing() -> Q:
    """Return the condition on a run that its procedure says what follows when it has passed, where the case stands."""
    found = Q()
    for procedure in declared():
        for action in procedure.actions.values():
            if action.follows.lapses:
                stages = [stage.name for stage in procedure.stages.values() if action.leaves(stage)]
                own = Q(case__procedure=procedure.slug, case__version=procedure.version, case__stage__in=stages)
                found |= own & Q(slug=action.follows.lapses.name)
    return found


def _lapse(case: Case, slug: str, at: datetime) -> bool:
    procedure = find(case.procedure, case.version)
    stage = procedure.stages[case.stage]
    for action in procedure.actions.values():
        if action.follows.lapses and action.follows.lapses.name == slug and action.leaves(stage):
            try:
                perform(case=case, action=action.name, actor=None, at=at)
            except Refusal:  # a condition does not hold, or the term has been stopped meanwhile
                continue
            except Exception:  # whatever one case meets, the others go on, and this one is tried again
                log.exception("The term %s of the case %s has passed; what follows was not done.", slug, case.pk)
                return False
            return True
    return False
