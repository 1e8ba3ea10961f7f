"""Since when an addressee counts as told, and when the term of contest ends that starts then.

How many days after the sending a letter counts as delivered stands in a law that is not among the documents: a dated
parameter of the institution, "not set" until somebody sets it. Interpretation: a proof of delivery goes before.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from dienests.kernel.calendar.due import Due, Term
from dienests.kernel.calendar.terms import parse
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.dispatch.dispatch import Dispatch, State
from dienests.kernel.dispatch.way import Way
from dienests.kernel.norms.declared import Declared, register
from dienests.kernel.norms.parameters import value_on
from dienests.kernel.procedures.contests import Contest

WHERE = _("Notification Law; not among the documents")
PRESUMED = {
    Way.MAIL: _("delivery by e-mail: how long after the sending a letter counts as received"),
    Way.E_ADDRESS: _("delivery to the e-address: how long after the sending a letter counts as received"),
    Way.POST: _("delivery by post: how long after the sending a letter counts as received"),
    Way.REGISTERED: _("delivery by registered post: how long after the sending a letter counts as received"),
}


@dataclass(frozen=True, slots=True)
class Notified:
    """`on` is None while nothing tells; then `missing` names the parameter that is not set, "" where one must wait."""

    on: date | None
    proven: bool = False
    missing: str = ""


def parameter_of(way: str) -> str:
    """Return the slug of the parameter of a way."""
    return f"delivery.{way}"


def notified(row: Dispatch | None) -> Notified:
    """Return since when the addressee of a dispatch counts as told."""
    if row is None or row.state not in (State.SENT, State.DELIVERED) or row.sent_at is None:
        return Notified(None)
    if row.delivered_at is not None:
        return Notified(local_date(row.delivered_at), proven=True)
    if row.way not in PRESUMED:  # a letter that lies on the site, until somebody opens it
        return Notified(None)
    on = local_date(row.sent_at)
    value = value_on(row.letter.institution_id or 0, parameter_of(row.way), on)
    return Notified(parse(value).ends(on)) if value else Notified(None, missing=parameter_of(row.way))


def contest_ends(contest: Contest, told: Notified) -> Due | None:
    """Return when the term of contest ends; None where its start or its length is not set."""
    if told.on is None:
        return None
    return contest.within.due(told.on) if isinstance(contest.within, Term) else None


def _declared() -> list[Declared]:
    return [
        Declared(slug=parameter_of(way), label=label, where=WHERE, basis="", kind="term")
        for way, label in PRESUMED.items()
    ]


def register_parameters() -> None:
    """Let institutions set how long after the sending a letter counts as received."""
    register(_declared)
