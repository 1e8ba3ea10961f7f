"""When a term is due: as it starts, after a suspension, after an extension. What set it stays with the run."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.calendar.due import put_off, settled
from dienests.kernel.calendar.terms import Term as Length
from dienests.kernel.calendar.terms import parse
from dienests.kernel.cases.term_run import TermRun
from dienests.kernel.norms.basis import Basis
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.terms import BEGINS_ANEW, FROM_DUE, Promised, Term

Parameters = Mapping[str, str | None]


class Reckoned(NamedTuple):
    """The day on which a term ends, and its due day, which is no day off; None where nothing sets them."""

    ends: date | None = None
    due: date | None = None
    provisional: bool = False


def begun(term: Term, record: Any, *, start: date, parameters: Parameters) -> tuple[str, Reckoned]:
    """Return what sets the term and when it is due; ("", no day) when the sources leave it open and no parameter does.

    Raises Refusal for a promise of a day that has passed.
    """
    if isinstance(term.value, Promised):
        day = getattr(record, term.value.field)
        if day < start:
            raise Refusal(
                _("The promised day has already passed; choose today or a later day."),
                basis=term.basis, kind="fields", fields={term.value.field: _("Choose today or a later day.")},
            )  # fmt: skip
        return str(term.value), Reckoned(day, day)
    if term.unset:
        value = parameters.get(term.parameter)
        return (value, _ending(parse(value).ends(start))) if value else ("", Reckoned())
    return str(term.value), _ending(term.value.ends(start))  # type: ignore[union-attr]


def resumed(term: Term, run: TermRun, *, on: date) -> Reckoned:
    """Return when a suspended run is due that is resumed on a day: what was left is still left, or all anew."""
    if run.due is None or run.suspended_on is None:
        return Reckoned(run.ends, run.due, run.provisional)
    length = _length(run)
    if term.resumption == BEGINS_ANEW and length is not None:
        return _ending(length.ends(on))
    end, since = run.ends or run.due, max(run.suspended_on, run.started_on + timedelta(days=1))
    if on <= since:  # the day on which a term starts is not counted, so that nothing stood still
        return Reckoned(end, run.due, run.provisional)
    return _ending((length.put_off if length else put_off)(end, since, on))


def extended(term: Term, run: TermRun, *, on: date, parameters: Parameters, basis: Basis) -> tuple[str, Reckoned]:
    """Return what extends a run, and when it is due then; raises Refusal where it cannot be extended."""
    value = parameters.get(term.extension_parameter) if term.extension_unset else str(term.extends_by)
    if run.extensions:
        raise _no(_("“{term}” has been extended once already; it cannot be extended again."), term, basis)
    if run.suspended_on:
        raise _no(_("“{term}” is suspended; it can be extended once it runs again."), term, basis)
    if run.due is None:
        raise _no(_("“{term}” has no due day, so there is nothing to extend."), term, basis)
    if run.due < on:
        raise _no(_("“{term}” has passed; only a term that still runs can be extended."), term, basis)
    if not value:
        sentence = _("How long “{term}” may be extended is not set; an administrator enters it under “Parameters”.")
        raise _no(sentence, term, basis)
    reckoned = _ending(parse(value).ends(run.due if term.extension == FROM_DUE else run.started_on))
    if reckoned.due is not None and reckoned.due <= run.due:
        raise _no(_("“{term}” would end no later than it does now; there is nothing to extend."), term, basis)
    return value, reckoned


def _length(run: TermRun) -> Length | None:
    """Return the length that set a run; None for a promised day."""
    return None if run.value.startswith("promised:") else parse(run.value)


def _ending(end: date) -> Reckoned:
    found = settled(end)
    return Reckoned(end, found.on, found.provisional)


def _no(sentence: Any, term: Term, basis: Basis) -> Refusal:
    return Refusal(format_lazy(sentence, term=term.label), basis=basis, kind="term")
