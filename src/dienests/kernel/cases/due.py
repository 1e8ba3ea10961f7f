"""When a term that starts today is due: from the declaration, a promise, or a dated parameter of the institution."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from dienests.kernel.calendar.terms import Due, parse
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.terms import Promised, Term


def due(term: Term, record: Any, *, start: date, parameter: str | None) -> tuple[str, Due | None]:
    """Return what set the term and its due day; ("", None) when the sources leave it open and no parameter sets it.

    Raises Refusal for a promise of a day that has passed.
    """
    if isinstance(term.value, Promised):
        day = getattr(record, term.value.field)
        if day < start:
            raise Refusal(
                _("The promised day has already passed; choose today or a later day."),
                basis=term.basis, kind="fields", fields={term.value.field: _("Choose today or a later day.")},
            )  # fmt: skip
        return str(term.value), Due(day, provisional=False)
    if term.unset:
        return (parameter, parse(parameter).due(start)) if parameter else ("", None)
    return str(term.value), term.value.due(start)  # type: ignore[union-attr]
