"""A draft with everything that its page shows to one person, each part by what that person may do."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.text import capfirst

from dienests.kernel.access.actor import Actor
from dienests.kernel.access.reads import Read, looked
from dienests.kernel.cases.sight import visible
from dienests.kernel.letters.agreeing import is_open
from dienests.kernel.letters.brief import Brief
from dienests.kernel.letters.draft import OPEN, Draft, State
from dienests.kernel.letters.draft_text import DraftText
from dienests.kernel.letters.opinion import Opinion, Verdict
from dienests.kernel.letters.parts import Part, Place, opinion_of, parts
from dienests.kernel.letters.previewing import approver
from dienests.kernel.parties.office import Office
from dienests.site.pages.letter_step import Asked, StepForm
from dienests.site.pages.letter_steps import STEPS, SettleForm, TakeForm
from dienests.site.pages.looking import LETTER


@dataclass(frozen=True)
class DraftView:
    """A draft, who looks at it, and when."""

    place: Place
    actor: Actor
    at: datetime
    opinions: tuple[Opinion, ...]
    parts: dict[Part, UUID]

    @classmethod
    def of(cls, pk: UUID, actor: Actor, *, at: datetime) -> "DraftView":
        """Return a draft for somebody who has a part in it; raises Http404 for everybody else."""
        draft = Draft.objects.select_related("case__institution", "owner", "approver").filter(pk=pk).first()
        if draft is None:
            raise Http404
        place = Place.of(draft)
        opinions = tuple(Opinion.objects.filter(draft=draft).select_related("person").order_by("pk"))
        mine = parts(actor, place, opinions, at=at)
        if not mine:
            raise Http404
        return cls(place, actor, at, opinions, mine)

    def look(self, *, page: str) -> None:
        """Record that a letter to somebody is looked at; raises NotRecorded."""
        letter = self.letter
        people = self.place.case.participants.filter(role=letter.to.name, person__isnull=False)
        mandate = next(iter(self.parts.values()))
        office = next((held.slug for held in self.actor.offices if held.mandate == mandate), "")
        roles = (
            name for name, role in self.place.procedure.roles.items() if role.office == office and not role.relation
        )
        purpose = next(roles, letter.drafted_by.name)
        reads = [
            Read(person, self.place.case.pk, (LETTER,), purpose, mandate)
            for person in people.values_list("person", flat=True)
            if person != self.actor.person
        ]
        if reads:
            looked(actor=self.actor, reads=reads, at=self.at, page=page)

    @property
    def draft(self) -> Draft:
        """The draft itself."""
        return self.place.draft

    @property
    def letter(self) -> Any:
        """The letter as it is declared."""
        return self.place.letter

    @cached_property
    def sees_case(self) -> bool:
        """Say whether the person sees the case; who was briefed need not."""
        return visible(self.actor, among=[self.draft.case_id]).exists()

    @property
    def approver(self) -> str:
        """What the office is called that approves."""
        return approver(self.place)

    @cached_property
    def drafter(self) -> str:
        """What the office is called that drafts."""
        return self._called(self.draft.office)

    @cached_property
    def brief(self) -> dict[str, Any] | None:
        """What was handed on to who drafts: for those who write and those who gave it."""
        found = Brief.objects.filter(draft=self.draft).select_related("giver").first()
        if found is None or Part.WRITE not in self.parts:
            return None
        model = self.place.procedure.record
        fields = [(capfirst(model._meta.get_field(name).verbose_name), value) for name, value in found.fields.items()]
        return {"words": found.words, "fields": fields, "giver": found.giver.name, "at": found.at}

    @cached_property
    def texts(self) -> list[dict[str, Any]]:
        """All versions of the words, newest first."""
        found = DraftText.objects.filter(draft=self.draft).select_related("author").order_by("-number")
        return [
            {"number": each.number, "author": each.author.name, "at": each.at, "words": self._words(each.fields)}
            for each in found
        ]

    @cached_property
    def asked(self) -> list[dict[str, Any]]:
        """What offices said of the version that counts, with the two wordings side by side."""
        now = self.texts[0]["words"] if self.texts else []
        own = [each for each in self.opinions if each.text == self.draft.text]
        return [self._opinion(each, now) for each in own]

    @cached_property
    def earlier(self) -> list[dict[str, Any]]:
        """What offices said of earlier versions."""
        before = [each for each in self.opinions if each.text != self.draft.text and each.verdict != Verdict.WAITING]
        return [self._opinion(each, []) for each in before]

    def _opinion(self, each: Opinion, now: list[tuple[str, str, str]]) -> dict[str, Any]:
        settle = Part.OWN in self.parts and self.draft.state == State.AGREEING and is_open(each)
        settle = settle and each.verdict == Verdict.OBJECTED
        asked = Asked(self.place, self.actor, self.at)
        return {
            "opinion": each, "office": self._called(each.office),
            "stands": next((words for name, _label, words in now if name == each.field), ""),
            "answer": SettleForm(None, asked, opinion=each.pk) if settle else None,
            "take": TakeForm(None, asked, opinion=each.pk) if settle and each.wording else None,
        }  # fmt: skip

    def _words(self, fields: dict[str, str]) -> list[tuple[str, str, str]]:
        model = self.place.action.follows.adds or self.place.procedure.record
        return [(name, capfirst(model._meta.get_field(name).verbose_name), words) for name, words in fields.items()]

    def _called(self, office: str) -> str:
        found = Office.objects.filter(institution=self.place.case.institution_id, slug=office).first()
        return capfirst(found.title) if found else office

    @cached_property
    def offered(self) -> tuple[str, ...]:
        """The steps that this person may do now."""
        draft, mine = self.draft, self.parts
        if draft.state not in OPEN:
            return ()
        found = ["write"] if Part.WRITE in mine else []
        if Part.OWN in mine:
            found += ["brief"] + (["submit"] if draft.state == State.DRAFTING and draft.text else []) + ["drop"]
        if draft.state == State.AGREEING and opinion_of(self.actor, self.place, self.opinions):
            found += ["agree", "object"]
        if draft.state == State.APPROVING and Part.APPROVE in mine:
            found += ["approve", "return"]
        return tuple(found)

    def forms(self, posted: StepForm | None = None) -> dict[str, StepForm]:
        """Return the forms of the steps that are offered; the one that was refused keeps what was typed."""
        asked = Asked(self.place, self.actor, self.at)
        made = {step: STEPS[step][0](None, asked) for step in self.offered}
        return made | ({posted.step: posted} if posted and posted.step in made else {})
