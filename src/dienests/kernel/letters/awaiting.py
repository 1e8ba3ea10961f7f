"""What is awaited of a person in drafts of letters: words, agreement, an answer to an objection, approval."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.letters.agreeing import is_open
from dienests.kernel.letters.draft import OPEN, Draft, State
from dienests.kernel.letters.opinion import Opinion, Verdict
from dienests.kernel.letters.parts import Part, Place, opinion_of, parts
from dienests.kernel.procedures.items import Label

MOST = 100


@dataclass(frozen=True, slots=True)
class Awaited:
    """One draft, and what this person is to do with it."""

    place: Place
    todo: Label


def awaited(actor: Actor, *, at: datetime) -> list[Awaited]:
    """Return the drafts that wait for this person, the oldest first; one query where no draft is open."""
    places = {held.institution for held in actor.offices}
    found = Draft.objects.filter(state__in=OPEN, case__institution__in=places).select_related("case__institution")
    drafts = list(found.order_by("opened_at", "pk")[:MOST]) if places else []
    said: dict[object, list[Opinion]] = {}
    for each in Opinion.objects.filter(draft__in=drafts) if drafts else ():
        said.setdefault(each.draft_id, []).append(each)
    shown = []
    for draft in drafts:
        place, opinions = Place.of(draft), said.get(draft.pk, [])
        todo = _todo(actor, place, opinions, at)
        if todo:
            shown.append(Awaited(place, todo))
    return shown


def _todo(actor: Actor, place: Place, opinions: list[Opinion], at: datetime) -> Label:
    mine, draft = parts(actor, place, opinions, at=at), place.draft
    if draft.state == State.DRAFTING and Part.WRITE in mine:
        return _("write the draft")
    if draft.state == State.APPROVING and Part.APPROVE in mine and (draft.alone or actor.person != draft.owner_id):
        return _("approve the letter")
    if draft.state == State.AGREEING and Part.AGREE in mine and opinion_of(actor, place, opinions):
        return _("agree or object")
    own = (each for each in opinions if each.text == draft.text and each.verdict == Verdict.OBJECTED)
    if draft.state == State.AGREEING and Part.OWN in mine and any(is_open(each) for each in own):
        return _("settle an objection")
    return ""
