"""Agreeing: offices say what they think of a version; an objection offers other wording where it can (code, 14.7)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.letters import previewing
from dienests.kernel.letters.approval import approval, texts
from dienests.kernel.letters.draft import Draft, State
from dienests.kernel.letters.draft_text import DraftText
from dienests.kernel.letters.drafting import LONGEST, new_text
from dienests.kernel.letters.held_draft import Held, held, told
from dienests.kernel.letters.opinion import Opinion, Verdict
from dienests.kernel.letters.parts import Part, opinion_of
from dienests.kernel.parties.office import Office
from dienests.kernel.procedures.refusals import Refusal


def submit(*, draft: UUID, further: Sequence[str], actor: Actor, at: datetime, seen: int) -> Draft:
    """Ask for agreement, of the offices that must agree and of `further` ones; where nobody is asked, for approval.

    Raises Refusal for words that cannot be printed: one that is missing, or a sign without a picture.
    """
    with held(draft=draft, actor=actor, at=at, seen=seen) as here:
        by = here.as_part(Part.OWN)
        here.standing(State.DRAFTING)
        previewing.check(here.place, at=at)
        asked = _asked(here, further)
        for office in asked:
            Opinion.objects.get_or_create(draft=here.draft, text=here.draft.text, office=office)
        here.changes["owner_id"] = actor.person
        here.opinions = list(Opinion.objects.filter(draft=here.draft).order_by("pk"))
        here.log("submitted", by, {"asked": list(asked)}, state=_next(here))
    return here.draft


def _asked(here: Held, further: Sequence[str]) -> tuple[str, ...]:
    wanted = approval(here.place.procedure, here.place.letter, here.place.case, at=here.at)
    must = wanted.agreed_by if wanted else ()
    known = Office.objects.filter(institution=here.place.case.institution_id, slug__in=further)
    if set(further) - set(known.values_list("slug", flat=True)):
        raise Refusal(_("The institution has no such office; choose one from the list."), kind="fields")
    return tuple(dict.fromkeys((*must, *further)))


def agree(*, draft: UUID, actor: Actor, at: datetime, seen: int) -> Draft:
    """Say that the own office agrees to the words as they stand."""
    with held(draft=draft, actor=actor, at=at, seen=seen) as here:
        by, opinion = here.as_part(Part.AGREE), _waiting(here)
        opinion.verdict, opinion.person_id, opinion.at = Verdict.AGREED, actor.person, at
        opinion.save()
        here.log("agreed", by, {"office": opinion.office}, state=_next(here))
    return here.draft


def object_to(
    *, draft: UUID, words: str, field: str, wording: str, actor: Actor, at: datetime, seen: int
) -> Draft:  # fmt: skip
    """Say why the own office does not agree, and offer other wording where possible (E20)."""
    with held(draft=draft, actor=actor, at=at, seen=seen) as here:
        by, opinion = here.as_part(Part.AGREE), _waiting(here)
        if not words.strip():
            raise Refusal(_("Say what you object to."), kind="fields", fields={"words": _("Say what you object to.")})
        names = texts(here.place.procedure, here.place.action)
        opinion.verdict, opinion.person_id, opinion.at = Verdict.OBJECTED, actor.person, at
        opinion.words, opinion.wording = words.strip()[:LONGEST], wording.replace("\r\n", "\n").strip()[:LONGEST]
        opinion.field = (field if field in names else names[0]) if opinion.wording else ""
        hashed, opinion.salt = told((opinion.words, opinion.wording))
        opinion.save()
        payload = {"office": opinion.office, "words": hashed, "offers_wording": bool(opinion.wording)}
        here.log("objected", by, payload, state=_next(here))
    return here.draft


def take_wording(*, draft: UUID, opinion: int, actor: Actor, at: datetime, seen: int) -> Draft:
    """Take the wording that an objection offers; everybody else is asked anew about the text that comes of it."""
    with held(draft=draft, actor=actor, at=at, seen=seen) as here:
        by, found = here.as_part(Part.OWN), _objection(here, opinion)
        if not found.wording:
            raise Refusal(_("This objection offers no wording: change the text, or answer it."), kind="fields")
        now = DraftText.objects.get(draft=here.draft, number=here.draft.text)
        found.taken = True
        found.save(update_fields=["taken"])
        asked = [each for each in here.opinions if each.text == now.number]
        new_text(here, now.fields | {found.field: found.wording})
        for each in asked:
            again = Opinion(draft=here.draft, text=here.draft.text, office=each.office)
            if each.pk == found.pk:  # who offered the wording agrees to it
                again.verdict, again.person_id, again.at = Verdict.AGREED, each.person_id, each.at
            again.save()
        here.opinions = list(Opinion.objects.filter(draft=here.draft).order_by("pk"))
        words = here.changes.pop("_hash")
        here.log("wording_taken", by, {"office": found.office, "words": words}, state=_next(here))
    return here.draft


def answer(*, draft: UUID, opinion: int, words: str, actor: Actor, at: datetime, seen: int) -> Draft:
    """Say why an objection is not followed; whoever approves sees both side by side."""
    with held(draft=draft, actor=actor, at=at, seen=seen) as here:
        by, found = here.as_part(Part.OWN), _objection(here, opinion)
        if not words.strip():
            raise Refusal(_("Say why the objection is not followed."), kind="fields")
        found.answer = words.strip()[:LONGEST]
        found.save(update_fields=["answer"])
        hashed, _salt = told(found.answer, found.salt)
        here.log("answered", by, {"office": found.office, "words": hashed}, state=_next(here))
    return here.draft


def _waiting(here: Held) -> Opinion:
    here.standing(State.AGREEING)
    found = opinion_of(here.actor, here.place, here.opinions)
    if found is None:
        raise Refusal(_("Your office has said what it thinks of this version already."), kind="stage")
    return found


def _objection(here: Held, pk: int) -> Opinion:
    here.standing(State.AGREEING)
    for each in here.opinions:
        if each.pk == pk and each.text == here.draft.text and each.verdict == Verdict.OBJECTED and not each.answer:
            return each
    raise Refusal(_("This objection is settled already."), kind="stage")


def _next(here: Held) -> str:
    """Return where a draft stands: to be approved once everybody has spoken and every objection is settled."""
    own = [each for each in here.opinions if each.text == here.draft.text]
    return State.AGREEING if any(is_open(each) for each in own) else State.APPROVING


def is_open(opinion: Opinion) -> bool:
    """Say whether an opinion is still waited for, or is an objection that nobody has settled."""
    objected = opinion.verdict == Verdict.OBJECTED and not opinion.answer and not opinion.taken
    return opinion.verdict == Verdict.WAITING or objected
