"""Drafting: opening a draft, writing it, briefing the office that drafts, and dropping it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases import rights
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.reading import readable
from dienests.kernel.letters.approval import approval, texts
from dienests.kernel.letters.brief import Brief
from dienests.kernel.letters.draft import OPEN, Draft, State
from dienests.kernel.letters.draft_text import DraftText
from dienests.kernel.letters.held_draft import Held, held, told
from dienests.kernel.letters.letter import STREAM
from dienests.kernel.letters.parts import Part
from dienests.kernel.log.entry import ActorRef
from dienests.kernel.log.streams import Stream, append
from dienests.kernel.parties.office import Office
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.registry import find

LONGEST = 20_000


@transaction.atomic
def open_draft(*, case: Case, action: str, actor: Actor, at: datetime) -> Draft:
    """Begin the draft of the letter that an act sends, and return it, or the one that is open already.

    Raises Refusal where the person may not do the act now, or where nobody has to approve its letter.
    """
    procedure = find(case.procedure, case.version)
    act = procedure.actions.get(action)
    letter = act.follows.sends if act else None
    if act is None or letter is None:
        raise Refusal(_("This act sends no letter; choose one that does."), kind="stage")
    case = Case.objects.select_for_update().get(pk=case.pk)
    record = procedure.record.objects.get(pk=case.pk)
    capacity = rights.may_perform(actor, procedure, act, case, record, at=at, own=())
    wanted = approval(procedure, letter, case, at=at)
    if wanted is None:
        raise Refusal(_("Nobody has to approve this letter: do the act itself."), basis=letter.basis, kind="stage")
    open_one = Draft.objects.filter(case=case, slug=letter.name, state__in=OPEN).first()
    if open_one is not None:
        return open_one
    draft = Draft.objects.create(
        case=case, slug=letter.name, act=act.name, office=letter.drafted_by.office, owner_id=actor.person,
        approver_office=wanted.office, opened_at=at, alone=wanted.alone, language=settings.LANGUAGE_CODE[:2],
    )  # fmt: skip
    append(
        stream=Stream(STREAM, draft.pk), act="opened", at=at, actor=ActorRef(mandate=capacity.mandate),
        basis=str(letter.basis), to_state=draft.state, payload={"case": case.pk, "letter": letter.name},
    )  # fmt: skip
    return draft


def write(
    *, draft: UUID, fields: Mapping[str, str], language: str, actor: Actor, at: datetime, seen: int
) -> Draft:  # fmt: skip
    """Keep a new version of the words; what offices said of an earlier one does not hold for it."""
    with held(draft=draft, actor=actor, at=at, seen=seen) as here:
        by = here.as_part(Part.WRITE)
        if language not in dict(settings.LANGUAGES):
            raise Refusal(_("Letters are written in Latvian or in English."), kind="fields")
        here.changes["language"] = language
        new_text(here, fields)
        here.log("written", by, {"words": here.changes.pop("_hash")}, state=State.DRAFTING)
    return here.draft


def new_text(here: Held, fields: Mapping[str, str]) -> None:
    """Add a version with these words to a held draft."""
    names = texts(here.place.procedure, here.place.action)
    kept = {name: fields.get(name, "").replace("\r\n", "\n").strip() for name in names}
    if any(len(value) > LONGEST or "\x00" in value for value in kept.values()):
        raise Refusal(_("The text is too long: at most 20,000 characters."), kind="fields")
    hashed, salt = told(sorted(kept.items()))
    number = here.draft.text + 1
    DraftText.objects.create(
        draft=here.draft, number=number, fields=kept, author_id=here.actor.person, at=here.at, salt=salt
    )
    here.draft.text = here.changes["text"] = number
    here.changes["_hash"] = hashed


def give_brief(
    *, draft: UUID, fields: Sequence[str], words: str, office: str, actor: Actor, at: datetime, seen: int
) -> Draft:  # fmt: skip
    """Hand on fields of the case, and guidance, to the office that is to draft; it reads nothing else of the case.

    Only what the giver reads may be given, and nothing of a sealed category.
    """
    with held(draft=draft, actor=actor, at=at, seen=seen) as here:
        by, case, procedure = here.as_part(Part.OWN), here.place.case, here.place.procedure
        if not Office.objects.filter(institution=case.institution_id, slug=office).exists():
            raise Refusal(_("The institution has no such office; choose one from the list."), kind="fields")
        record = procedure.record.objects.get(pk=case.pk)
        allowed = may_be_given(here.actor, here.place.case, at)
        if set(fields) - set(allowed):
            raise Refusal(_("Only what you read yourself and what is not sealed can be handed on."), kind="right")
        given = {name: _said(record, name) for name in fields}
        hashed, salt = told((sorted(given.items()), words))
        kept = {"fields": given, "words": words.strip()[:LONGEST], "giver_id": actor.person, "at": at, "salt": salt}
        Brief.objects.update_or_create(draft=here.draft, defaults=kept)
        here.changes["office"] = office
        here.log("briefed", by, {"office": office, "fields": sorted(given), "words": hashed})
    return here.draft


def may_be_given(actor: Actor, case: Case, at: datetime) -> dict[str, str]:
    """Return the fields of a case that a person may hand on, by name: those read, filled in, and not sealed."""
    procedure = find(case.procedure, case.version)
    record = procedure.record.objects.get(pk=case.pk)
    read = readable(actor, procedure, case, record, at)
    found = {}
    for column in record._meta.concrete_fields:
        datum = getattr(column, "datum", None)
        sealed = datum is not None and datum.category is not None and datum.category.sealed
        if datum is not None and column.name in read and not sealed and _said(record, column.name):
            found[column.name] = str(column.verbose_name)
    return found


def _said(record: object, name: str) -> str:
    show = getattr(record, f"get_{name}_display", None)
    value = show() if show else getattr(record, name)
    return "" if value is None else str(value)


def drop(*, draft: UUID, actor: Actor, at: datetime, seen: int) -> Draft:
    """Give up a draft; its words are kept, and a new draft may begin."""
    with held(draft=draft, actor=actor, at=at, seen=seen) as here:
        here.log("dropped", here.as_part(Part.OWN), {}, state=State.DROPPED)
    return here.draft
