"""The tally as one reader may know it: whom an open case is about learns of it by no count."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from dienests.kernel.access.actor import Actor
from dienests.kernel.account.booking import Changed, changes
from dienests.kernel.account.share import Shared
from dienests.kernel.account.states import of_office
from dienests.kernel.account.tally import Tally, add, lines_of, tally
from dienests.kernel.cases.exclusion import about
from dienests.kernel.procedures.registry import declared


def tally_for(reader: Actor | None, *, on: date, today: date, institution: int | None = None) -> Tally:
    """Return the tally of a day: for the public of all institutions, else of the reader's own or of the one named.

    Whoever knows the course of a procedure by an office could else take the cases on the list from the number beside
    it: what is left is about themselves (paragraphs 24 and 25 of the ethics code; ADR 0038).
    """
    if reader is None:
        return tally(on, today=today)
    here = institution or reader.institution
    counted, own = tally(on, today=today, institution=here), of_office(reader, here)
    if not any(each.exclusions and each.slug in own for each in declared()):
        return counted
    # The institution is not asked of the database: it would begin with all open cases instead of those few.
    secret = about(reader.person).filter(closed_at__isnull=True).values_list("pk", "revision", "institution")
    theirs = changes([Changed(case, revision, Counter()) for case, revision, where in secret if where == here])
    return _without(counted, theirs, min(on, today)) if theirs else counted


def _without(counted: Tally, share: Shared, on: date) -> Tally:
    """Return the tally of the same day without what some cases have added to it."""
    found = Tally(
        acts=Counter(counted.acts), spans=_copied(counted.spans), left=_copied(counted.left),
        standing=_copied(counted.standing), terms=dict(counted.terms), parameters=counted.parameters,
    )  # fmt: skip
    for line in lines_of(share, on):
        add(found, line._replace(n=-line.n))
    return found


def _copied(counts: Mapping[Any, Counter[Any]]) -> Any:
    return defaultdict(Counter, {key: Counter(own) for key, own in counts.items()})
