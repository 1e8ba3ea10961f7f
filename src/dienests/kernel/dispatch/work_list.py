"""Work lists: letters that wait for somebody's hand, for the offices that look after them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases import exclusion
from dienests.kernel.cases.sight import visible
from dienests.kernel.dispatch.batch import PostBatch
from dienests.kernel.dispatch.dispatch import Dispatch, State
from dienests.kernel.dispatch.keepers import condition, keepers, offices
from dienests.kernel.dispatch.way import BY_POST
from dienests.kernel.log.entry import ActorRef
from dienests.kernel.parties.offices import HeldOffice

SHOWN = 200  # also what one person carries to the post, and one print takes


@dataclass(frozen=True, slots=True)
class Place:
    """A dispatch, and the mandate in which the reader looks after it."""

    dispatch: Dispatch
    held: HeldOffice

    @property
    def by(self) -> ActorRef:
        """Return how the log names the official."""
        return ActorRef(mandate=self.held.mandate)


def sends(actor: Actor) -> bool:
    """Say whether an office of the actor drafts letters, or may have to look after their way; without a query."""
    known = offices()
    return any(held.slug in known for held in actor.offices)


def looked_after(actor: Actor, *, states: tuple[str, ...] = (State.WAITING,)) -> list[Place]:
    """Return the dispatches of the actor's offices in some states, oldest first; a constant number of queries."""
    return _places(actor, _mine(actor).filter(state__in=states).order_by("opened_at", "pk")[:SHOWN])


def one(actor: Actor, dispatch: UUID) -> Place | None:
    """Return one dispatch that the actor looks after; None where it is somebody else's or there is none."""
    found = _places(actor, _mine(actor).filter(pk=dispatch))
    return found[0] if found else None


def for_post(actor: Actor, office: str) -> list[Place]:
    """Return what the actor may put into a batch for the post: letters of an office, oldest first."""
    waiting = _mine(actor).filter(office=office, state=State.WAITING, way__in=BY_POST, batch__isnull=True)
    return _places(actor, waiting.order_by("opened_at", "pk")[:SHOWN])


def in_batch(actor: Actor, batch: PostBatch) -> list[Place]:
    """Return what a batch holds, as far as the actor looks after it."""
    return _places(actor, _mine(actor).filter(batch=batch).order_by("letter__number", "pk"))


def batches(actor: Actor) -> QuerySet[PostBatch]:
    """Return the batches that hold letters of the actor's offices, newest first; a case about the actor shows none."""
    institutions = {held.institution for held in actor.offices}
    own = Dispatch.objects.filter(condition(actor), batch=OuterRef("pk"))
    own = own.exclude(letter__case__in=exclusion.about(actor.person))
    return PostBatch.objects.filter(Exists(own), institution__in=institutions).order_by("-year", "-serial")


def _mine(actor: Actor) -> QuerySet[Dispatch]:
    related = "case__institution", "institution", "participant", "file", "corrects", "revokes"
    return Dispatch.objects.filter(condition(actor)).select_related("batch", *(f"letter__{each}" for each in related))


def _places(actor: Actor, found: QuerySet[Dispatch]) -> list[Place]:
    """Leave out what lies in a case that the actor may not see, whatever the office."""
    rows = list(found)
    seen = set(visible(actor, among={row.letter.case_id for row in rows}).values_list("pk", flat=True)) if rows else ()
    shown = [row for row in rows if row.letter.case_id in seen]
    held = keepers(actor, shown)
    return [Place(row, held[row.pk]) for row in shown if row.pk in held]
