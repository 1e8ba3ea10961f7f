"""Parts: what a person may do with a draft; whom the case excludes has none, whatever the office."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases import exclusion, rights
from dienests.kernel.cases.case import Case
from dienests.kernel.letters.draft import Draft
from dienests.kernel.letters.opinion import Opinion
from dienests.kernel.log.entry import ActorRef
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.earlier import action_of, letter_of
from dienests.kernel.procedures.letters import Letter
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.registry import find


class Part(StrEnum):
    """What a person does with a draft."""

    OWN = "own"  # may do the act that sends the letter: asks for agreement and approval
    WRITE = "write"  # drafts, from the brief alone
    AGREE = "agree"
    APPROVE = "approve"


@dataclass(frozen=True, slots=True)
class Place:
    """A draft with what is declared about it, by an earlier version where the case was moved to one that lacks it."""

    draft: Draft
    case: Case
    procedure: type[Procedure]
    action: Action

    @classmethod
    def of(cls, draft: Draft) -> "Place":
        """Return a draft, which was fetched with its case, with its declaration."""
        procedure = find(draft.case.procedure, draft.case.version)
        action = action_of(procedure, draft.act)
        assert action is not None  # the version under which the draft was begun has it
        return cls(draft, draft.case, procedure, action)

    @property
    def letter(self) -> Letter:
        """The letter as it is declared."""
        return letter_of(self.procedure, self.draft.slug)


def parts(
    actor: Actor, place: Place, opinions: Iterable[Opinion], *, at: datetime, excluded: frozenset[UUID] | None = None
) -> dict[Part, UUID]:
    """Return a person's parts in a draft, each with the mandate under which it is done.

    `excluded` are the people whom the case excludes, where a reader of many drafts knows them already.
    """
    case, draft = place.case, place.draft
    excluded = exclusion.people(place.procedure, case) if excluded is None else excluded
    if actor.person in excluded:
        return {}
    found: dict[Part, UUID] = {}
    own = rights.capacity_in(actor, place.action.by, case, None, at=at, own=())
    own = own or rights.in_place(actor, place.action.by, case, excluded, at=at)
    if own is not None and own.mandate is not None:
        found[Part.OWN] = found[Part.WRITE] = own.mandate
    for part, office in ((Part.WRITE, draft.office), (Part.APPROVE, draft.approver_office)):
        held = _serves(actor, place, office)
        if held is not None:
            found.setdefault(part, held)
    for opinion in opinions:
        held = _serves(actor, place, opinion.office)
        if held is not None:
            found.setdefault(Part.AGREE, held)
    return found


def opinion_of(actor: Actor, place: Place, opinions: Iterable[Opinion]) -> Opinion | None:
    """Return the opinion that waits for an office which the person serves."""
    waiting = (each for each in opinions if each.verdict == "waiting" and each.text == place.draft.text)
    return next((each for each in waiting if _serves(actor, place, each.office)), None)


def _serves(actor: Actor, place: Place, office: str) -> UUID | None:
    roles = (role for role in place.procedure.roles.values() if role.office == office and role.stand_in)
    instead = next((role.stand_in.office for role in roles if role.stand_in), "")
    held = actor.serves(office, place.case.institution_id, place.case.unit_id, stand_in=instead)
    return held.mandate if held else None


def require(part: Part, held: dict[Part, UUID]) -> ActorRef:
    """Return who acts in a part, as the log names it; raises Refusal saying whose part it is."""
    if part not in held:
        raise Refusal(NOT_YOURS[part], kind="right")
    return ActorRef(mandate=held[part])


NOT_YOURS = {
    Part.OWN: _("This is for the office that sends the letter."),
    Part.WRITE: _("The draft is written by the office that drafts or sends the letter."),
    Part.AGREE: _("Your office was not asked to agree to this draft."),
    Part.APPROVE: _("This is for the office that approves the letter."),
}
