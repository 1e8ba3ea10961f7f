"""Whether somebody may do an act for the subject of a case, with the sentence and the paragraph when not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.cases.case import Case
from dienests.kernel.parties.kinds import MEANINGS, Kind
from dienests.kernel.parties.relations import facts
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.entitlements import ANYONE, SELF, Cell, Entitlement, Verdict, Whoever, Why, decide
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.refusals import Refusal

WORDS: dict[Whoever, Label] = {SELF: _("the person"), ANYONE: _("anybody else")}
SENTENCES: dict[Why, Label] = {
    Why.NO_RULE: _("Who may do this for such a subject is not set in the sources; ask the institution."),
    Why.CONTESTED: _("The representatives do not agree: an objection is open, and until it is settled none acts."),
    Why.NOT_ALONE: _("This right is shared: everybody who shares it must consent first."),
    Why.BIRTH_UNKNOWN: _("The day of birth of the person is not recorded, so nobody else can act; record it first."),
}


@dataclass(frozen=True, slots=True)
class Acting:
    """For whom somebody acts, and by what right; nothing of it when one acts for oneself."""

    who: UUID
    person: UUID | None
    organisation: UUID | None
    representation: UUID | None
    kind: str

    def payload(self) -> dict[str, str]:
        """Return what the event keeps: public ids and the kind of right."""
        found = {"person": self.person, "organisation": self.organisation, "representation": self.representation}
        return {"kind": self.kind, **{name: str(key) for name, key in found.items() if key}}


def check(action: Action, case: Case, record: Any, *, actor: UUID | None, on: date) -> Acting | None:
    """Return for whom the act is done; None for an act that needs no such right or is done for oneself.

    Raises Refusal with the paragraph when the one who acts is not entitled on that day.
    """
    matrix = action.entitled
    who = _named(record, matrix.who) if matrix and matrix.who else actor
    if matrix is None or who is None:
        return None
    person, organisation = subject(record, matrix, who)
    try:
        known = facts(
            who=who, on=on, institution=case.institution_id, matter=case.procedure, person=person,
            organisation=organisation,
        )  # fmt: skip
    except LookupError:
        raise _refused(action, matrix, _("The person is not registered; choose one from the list.")) from None
    verdict = decide(matrix, known)
    if verdict.cell is None:
        raise _refused(action, matrix, _sentence(verdict))
    _proved(action, verdict.cell, record)
    if known.same:
        return None
    right = verdict.relation
    return Acting(who, person, organisation, right.id if right else None, right.kind if right else ANYONE.value)


def subject(record: Any, matrix: Entitlement, who: UUID) -> tuple[UUID | None, UUID | None]:
    """Return the person or the organisation that the record names; the one who acts where it names nobody."""
    for name in matrix.of:
        found = _named(record, name)
        if found is not None:
            field = record._meta.get_field(name)
            return (None, found) if field.remote_field.model.__name__ == "Organisation" else (found, None)
    return who, None


def _named(record: Any, field: str) -> UUID | None:
    found: UUID | None = getattr(record, f"{field}_id")
    return found


def _proved(action: Action, found: Cell, record: Any) -> None:
    missing = [name for name in found.shows if getattr(record, record._meta.get_field(name).attname) in (None, "")]
    if missing:
        label = record._meta.get_field(missing[0]).verbose_name
        sentence = format_lazy(_("A proof is missing: fill in “{field}”."), field=label)
        raise Refusal(sentence, basis=found.basis, kind="fields", fields=dict.fromkeys(missing, sentence))


def _sentence(verdict: Verdict) -> Label:
    if verdict.why in SENTENCES:
        return SENTENCES[verdict.why]
    return format_lazy(_("Only these may do this for the subject: {who}."), who=_listed(verdict.cells))


def _listed(cells: Iterable[Cell]) -> str:
    kinds = dict.fromkeys(who for each in cells for who in each.who)
    return ", ".join(str(MEANINGS[who].label if isinstance(who, Kind) else WORDS[who]) for who in kinds)


def _refused(action: Action, matrix: Entitlement, sentence: Label) -> Refusal:
    asked = [name for name in (*matrix.of, matrix.who) if name in action.fields]
    return Refusal(sentence, basis=matrix.basis, kind="entitlement", fields=dict.fromkeys(asked, sentence))
