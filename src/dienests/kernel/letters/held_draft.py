"""A draft held for one step: locked, seen as it stands, its step logged in its own stream in the same transaction."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.letters.draft import OPEN, Draft
from dienests.kernel.letters.letter import STREAM
from dienests.kernel.letters.opinion import Opinion
from dienests.kernel.letters.parts import Part, Place, parts, require
from dienests.kernel.log.canonical import new_salt
from dienests.kernel.log.entry import ActorRef
from dienests.kernel.log.streams import Stream, append
from dienests.kernel.procedures.refusals import Refusal


@dataclass
class Held:
    """A locked draft and the person who does something with it."""

    place: Place
    actor: Actor
    parts: dict[Part, UUID]
    opinions: list[Opinion]
    at: datetime
    changes: dict[str, Any] = field(default_factory=dict)

    @property
    def draft(self) -> Draft:
        """The draft as it stands under the lock."""
        return self.place.draft

    def as_part(self, part: Part) -> ActorRef:
        """Return who acts; raises Refusal where it is not the person's part."""
        return require(part, self.parts)

    def standing(self, *states: str) -> None:
        """Refuse a step that does not fit where the draft stands."""
        if self.draft.state not in states:
            raise Refusal(SENTENCES[self.draft.state], kind="stage")

    def log(self, act: str, by: ActorRef, payload: Mapping[str, Any], *, state: str = "") -> None:
        """Write the change of the draft and its event; `state` is where it stands from now on."""
        draft, before = self.draft, self.draft.state
        self.changes |= {"revision": draft.revision + 1, "state": state or before}
        if not Draft.objects.filter(pk=draft.pk, revision=draft.revision).update(**self.changes):
            raise stale()
        for name, value in self.changes.items():
            setattr(draft, name, value)
        append(
            stream=Stream(STREAM, draft.pk), act=act, at=self.at, actor=by, basis=str(self.place.letter.basis),
            from_state=before, to_state=draft.state,
            payload={"case": draft.case_id, "letter": draft.slug, "text": draft.text, **payload},
        )  # fmt: skip


@contextmanager
def held(*, draft: UUID, actor: Actor, at: datetime, seen: int) -> Iterator[Held]:
    """Lock a draft for one step; raises Refusal for one that changed meanwhile, or in which the person has no part."""
    with transaction.atomic():
        found = (
            Draft.objects.select_for_update(of=("self",)).select_related("case__institution").filter(pk=draft).first()
        )
        if found is None:
            raise absent()
        place, opinions = Place.of(found), list(Opinion.objects.filter(draft=found).order_by("pk"))
        mine = parts(actor, place, opinions, at=at)
        if not mine:
            raise absent()
        if found.state not in OPEN:
            raise Refusal(SENTENCES[found.state], kind="stage")
        if found.revision != seen:
            raise stale()
        yield Held(place, actor, mine, opinions, at)


def told(words: Any, salt: str = "") -> tuple[str, str]:
    """Return a salted hash of words, and the salt: the log never holds the words of a letter, nor the salt."""
    salt = salt or new_salt().hex()
    return hashlib.sha256(bytes.fromhex(salt) + str(words).encode()).hexdigest(), salt


def stale() -> Refusal:
    """Return the refusal for a draft that somebody changed meanwhile."""
    return Refusal(
        _("Somebody changed this draft meanwhile: open it again and look at the change before you go on."),
        kind="revision",
    )


def absent() -> Refusal:
    """Return the refusal for a draft that does not exist, or that the person may not know of."""
    return Refusal(_("There is no such draft, or you have no part in it."), kind="absent")


SENTENCES = {
    "drafting": _("The draft is still being written."),
    "agreeing": _("The draft waits for those who were asked to agree to it."),
    "approving": _("The draft waits for approval."),
    "approved": _("The letter was approved already; a change needs a new letter."),
    "dropped": _("The draft was dropped; begin a new one on the page of the case."),
}
