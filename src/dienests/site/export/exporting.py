"""Exporting a case: the look is recorded first, then the export is logged, and only then is anything handed out."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import translation
from django.utils.text import slugify

from dienests.kernel.access.actor import Actor
from dienests.kernel.archive import packing
from dienests.kernel.archive.acts import Told, acts_of
from dienests.kernel.cases.heads import STREAM
from dienests.kernel.letters.letter import Letter
from dienests.kernel.letters.reading import readable_letters
from dienests.kernel.log.entry import SYSTEM, ActorRef, Stream
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import append
from dienests.site.export.data import LANGUAGES, content
from dienests.site.export.index import index
from dienests.site.export.whole_view import WholeView
from dienests.site.export.words import words
from dienests.site.pages import looking
from dienests.site.pages.case_view import CaseView

EXPORTS = "case-export"  # the stream of a case's exports: its own stays as it is, so that the next archive is the same
Viewed = Callable[[], CaseView]


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that may be handed out: its bytes, and how the file is called."""

    name: str
    content: bytes
    acts: int

    @property
    def sha256(self) -> str:
        """The hash that stands in the log."""
        return hashlib.sha256(self.content).hexdigest()


def export(*, case: UUID, actor: Actor, at: datetime) -> Archive:
    """Return the archive of a case as a person may read it.

    Raises Http404 as its page does, ExportRefused, and NotRecorded where the look cannot be written down. Never inside
    a transaction: what is recorded must stand before the bytes go out.
    """
    view = CaseView.of(case, actor, at=at)
    letters = readable_letters(actor, view.case)
    reader = "official" if view.official else "party"
    return _handed_out(lambda: CaseView.of(case, actor, at=at), letters, reader, by=_actor(view))


def export_whole(*, case: UUID, at: datetime) -> Archive:
    """Return the archive that an institution hands on: all but what is sealed; raises as `export` does."""
    view = WholeView.of_institution(case, at=at)
    return _handed_out(lambda: WholeView.of_institution(case, at=at), view.letters_sent, "institution", by=SYSTEM)


def _handed_out(viewed: Viewed, letters: list[Letter], reader: str, *, by: ActorRef) -> Archive:
    view = viewed()
    archive = _packed(viewed, view, letters, reader)
    looking.at_case(view, page="export")
    for letter in letters:
        looking.at_letter(view.actor, view.case, letter, at=view.at, page="export")
    payload = {"archive": archive.sha256, "acts": archive.acts, "reader": reader}
    append(stream=Stream(EXPORTS, view.case.pk), act="exported", at=view.at, actor=by, payload=payload)
    return archive


def _packed(viewed: Viewed, view: CaseView, letters: list[Letter], reader: str) -> Archive:
    with translation.override(LANGUAGES[0]):  # the data are the same in whatever language somebody takes them out
        made = content(view, letters, reader=reader)
    spoken = {}
    for language in LANGUAGES:
        with translation.override(language):
            spoken[language] = words(viewed(), letters)  # a view of its own: what it has said stays in its language
    case = made.case | {"words": spoken}
    acts = acts_of(Stream(STREAM, view.case.pk), _told(view), at=view.at)
    pages = {
        f"index.{language}.html": index(case, language, checkpoint=acts.checkpoint, key=acts.key)
        for language in LANGUAGES
    }
    inside = {
        packing.CASE: packing.as_json(case), packing.EVENTS: acts.jsonl(), packing.CHECKPOINT: acts.checkpoint.encode(),
        packing.KEY: acts.key.encode(), **pages, **dict(sorted(made.files.items())),
    }  # fmt: skip
    return Archive(f"{slugify(view.case.number)}.zip", packing.pack(inside), len(acts.lines))


def _told(view: CaseView) -> Callable[[Event], Told]:
    """Officials are told every act; a party is told those of its history, and the content of declared ones."""
    told = {each.id: each.action is not None for each in view.happened}

    def how(event: Event) -> Told:
        if view.official:
            return Told.WHOLE
        if event.pk not in told:
            return Told.HASH
        said = {each["posting"].event for each in view.said}
        return Told.WHOLE if told[event.pk] or event.pk in said else Told.NAMED

    return how


def _actor(view: CaseView) -> ActorRef:
    """Name who exports as the log names people: an official by mandate, others as participant of the case."""
    _purpose, mandate = looking.capacity(view.actor, view.why)
    if view.official and mandate is not None:
        return ActorRef(mandate=mandate)
    own = (each.pk for each in view.case.participants.all() if each.person_id == view.actor.person)
    return ActorRef(participant=next(own, None))
