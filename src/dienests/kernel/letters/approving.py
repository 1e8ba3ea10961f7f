"""Approving: one step numbers the letter, does the act that sends it, and seals the words; or sends the draft back."""

from datetime import datetime
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.account import Account
from dienests.kernel.access.actor import Actor, actor_for
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.heads import STREAM as CASE
from dienests.kernel.cases.verbs import perform
from dienests.kernel.letters import previewing
from dienests.kernel.letters.draft import Draft, State
from dienests.kernel.letters.draft_text import DraftText
from dienests.kernel.letters.drafting import LONGEST
from dienests.kernel.letters.gate import approving
from dienests.kernel.letters.held_draft import Held, held, told
from dienests.kernel.letters.issuing import Decision, issue
from dienests.kernel.letters.letter import Letter
from dienests.kernel.letters.opinion import Opinion, Verdict
from dienests.kernel.letters.parts import Part
from dienests.kernel.log.events import Event
from dienests.kernel.parties.person import Person
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.refusals import Refusal


def approve(*, draft: UUID, actor: Actor, at: datetime, seen: int) -> list[Letter]:
    """Approve a draft: the act is done for its owner with these words, and its letters get their numbers.

    All of it in one transaction; of two who approve at once the second one is told. Raises Refusal for who wrote or
    sends the letter, unless the by-laws let one person do both, and where the act cannot be done any more.
    """
    with held(draft=draft, actor=actor, at=at, seen=seen) as here:
        by = here.as_part(Part.APPROVE)
        here.standing(State.APPROVING)
        text = DraftText.objects.get(draft=here.draft, number=here.draft.text)
        _two_people(here, text)
        previewing.check(here.place, at=at)
        event = _act(here, text)
        here.changes = {
            "approver_id": actor.person, "approver_mandate": by.mandate, "approved_at": at, "event": event.pk,
        }  # fmt: skip
        here.log("approved", by, {"event": event.pk}, state=State.APPROVED)
        place = here.place
        with previewing.printable():  # the preview bears the office that approves, the letter the name of who does
            return issue(
                case=place.case, procedure=place.procedure, letter=place.letter, at=at,
                decision=Decision(event, by.mandate, here.draft),
            )  # fmt: skip


def _two_people(here: Held, text: DraftText) -> None:
    if here.draft.alone or here.actor.person not in (here.draft.owner_id, text.author_id):
        return
    raise Refusal(
        _("Whoever drafts or sends a letter does not approve it: somebody else who holds the office does."),
        kind="right",
    )


def _act(here: Held, text: DraftText) -> Event:
    """Do the act that sends the letter, as the act of who asked for approval, and return its event."""
    account = Account.objects.select_related("person").filter(person=here.draft.owner_id).first()
    if account is None:
        raise Refusal(_gone(here), kind="right")
    owner = actor_for(account, local_date(here.at))
    with approving(here.draft.case_id):
        case = perform(case=here.place.case, action=here.draft.act, actor=owner, at=here.at, fields=dict(text.fields))
    return Event.objects.get(stream_kind=CASE, stream=case.pk, position=case.revision)


def _gone(here: Held) -> Label:
    name = Person.objects.get(pk=here.draft.owner_id).name
    return format_lazy(_("{who} may not send the letter any more: somebody else asks for approval anew."), who=name)


def send_back(
    *, draft: UUID, words: str, wording: str, actor: Actor, at: datetime, seen: int
) -> Draft:  # fmt: skip
    """Send a draft back to who wrote it, saying why, with other wording where possible (E20)."""
    with held(draft=draft, actor=actor, at=at, seen=seen) as here:
        by = here.as_part(Part.APPROVE)
        here.standing(State.APPROVING)
        if not words.strip():
            raise Refusal(
                _("Say why you send it back."), kind="fields", fields={"words": _("Say why you send it back.")}
            )
        offered = wording.replace("\r\n", "\n").strip()[:LONGEST]
        hashed, salt = told((words.strip()[:LONGEST], offered))
        text = DraftText.objects.get(draft=here.draft, number=here.draft.text)
        Opinion.objects.update_or_create(
            draft=here.draft, text=here.draft.text, office=here.draft.approver_office,
            defaults={
                "verdict": Verdict.OBJECTED, "person_id": actor.person, "at": at, "words": words.strip()[:LONGEST],
                "wording": offered, "field": next(iter(text.fields), "") if offered else "",
                "salt": salt, "answer": "", "taken": False,  # what settled an earlier objection settles not this one
            },
        )  # fmt: skip
        here.log("sent_back", by, {"words": hashed}, state=State.DRAFTING)
    return here.draft
