"""The terms of one case that run, as an act changes them: each change is one statement, one for a term of the act."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.cases import due
from dienests.kernel.cases.locking import Locked
from dienests.kernel.cases.statements import Cursor, columns
from dienests.kernel.cases.term_run import TermRun
from dienests.kernel.cases.term_runs import NAMES
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.terms import Term


class Running:
    """The open runs of a locked case by term."""

    def __init__(self, cursor: Cursor, found: Locked, *, on: date) -> None:
        self.cursor, self.found, self.on = cursor, found, on
        self.runs = {run.slug: run for run in found.runs}

    def follow(self, action: Action) -> dict[str, Any]:
        """Change the terms as an act asks, and return what the log tells of it: for each term that changed, how."""
        then, told = action.follows, []
        if then.lapses:
            self._check_lapse(action, then.lapses)
        for term in then.ends:
            self._stop(term, lapsed=term is then.lapses)
        told += [self._resume(term) for term in then.resumes if self._stands_still(term)]
        told += [self._extend(then.extends, action)] if then.extends else []
        told += [self._suspend(term) for term in then.suspends if self._may_be_suspended(term)]
        told += [self._start(term) for term in then.starts]
        return {} if not told else {"term": told[0]} if len(told) == 1 else {"terms": told}

    def earliest(self) -> tuple[date | None, bool]:
        """Return the earliest due day of what runs and is not suspended, and whether it is provisional."""
        open_ = [(run.due, run.provisional) for run in self.runs.values() if run.due and not run.suspended_on]
        return min(open_, default=(None, False))

    def end(self, declared: Callable[[str], Term | None]) -> None:
        """Stop whatever runs: the case is over, whatever its procedure says of each term (found by its name)."""
        for slug in list(self.runs):
            term = declared(slug)
            if term is not None:
                self._stop(term, lapsed=False)
            else:
                self._change(self.runs.pop(slug), {"stopped_on": self.on, "suspended_on": None})

    def _start(self, term: Term) -> dict[str, Any]:
        value, reckoned = due.begun(term, self.found.record, start=self.on, parameters=self.found.parameters)
        run = TermRun(
            case_id=self.found.case.id, slug=term.name, value=value, started_on=self.on, **reckoned._asdict()
        )  # fmt: skip
        columns(TermRun).insert(self.cursor, {name: getattr(run, name) for name in NAMES if name != "id"})
        self.runs[term.name] = run
        return {"slug": term.name, "value": value, "due": run.due}

    def _stop(self, term: Term, *, lapsed: bool) -> None:
        """Stop a run; one that does not run is stopped without harm, one that stands still is due as if it went on."""
        run = self.runs.pop(term.name, None)
        if run is None:
            return
        changes: dict[str, Any] = {"stopped_on": self.on}
        if run.suspended_on:
            changes |= self._going_on(term, run)
        self._change(run, changes | ({"lapsed": True} if lapsed else {}))

    def _suspend(self, term: Term) -> dict[str, Any]:
        run = self.runs[term.name]
        self._change(run, {"suspended_on": self.on})
        return {"slug": term.name, "suspended_on": self.on}

    def _may_be_suspended(self, term: Term) -> bool:
        """A term that has passed is late and stays so: there is nothing left of it that could stand still."""
        run = self.runs.get(term.name)
        return run is not None and run.suspended_on is None and (run.due is None or run.due >= self.on)

    def _stands_still(self, term: Term) -> bool:
        run = self.runs.get(term.name)
        return run is not None and run.suspended_on is not None

    def _resume(self, term: Term) -> dict[str, Any]:
        run = self.runs[term.name]
        self._change(run, self._going_on(term, run))
        return {"slug": term.name, "resumed_on": self.on, "due": run.due}

    def _going_on(self, term: Term, run: TermRun) -> dict[str, Any]:
        still = (self.on - run.suspended_on).days if run.suspended_on else 0
        reckoned = due.resumed(term, run, on=self.on)
        return {"suspended_on": None, "suspended_days": run.suspended_days + still, **reckoned._asdict()}

    def _extend(self, term: Term, action: Action) -> dict[str, Any]:
        run = self.runs.get(term.name)
        if run is None:
            raise Refusal(
                format_lazy(_("“{term}” does not run now, so it cannot be extended."), term=term.label),
                basis=action.basis, kind="term",
            )  # fmt: skip
        value, reckoned = due.extended(
            term, run, on=self.on, parameters=self.found.parameters, basis=action.basis
        )  # fmt: skip
        longer = {"extended_on": self.on, "extended_by": value, "extensions": run.extensions + 1}
        self._change(run, longer | reckoned._asdict())
        return {"slug": term.name, "extended_by": value, "due": run.due}

    def _check_lapse(self, action: Action, term: Term) -> None:
        run = self.runs.get(term.name)
        if run is None or run.suspended_on or run.due is None or run.due >= self.on:
            raise Refusal(
                format_lazy(_("“{term}” has not passed, so it cannot lapse."), term=term.label),
                basis=action.basis, kind="term",
            )  # fmt: skip

    def _change(self, run: TermRun, changes: dict[str, Any]) -> None:
        columns(TermRun).update(self.cursor, changes, {"id": run.pk})
        for name, value in changes.items():
            setattr(run, name, value)
