"""Work lists: letters that wait for somebody's hand, for the offices that look after them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases.sight import visible
from dienests.kernel.dispatch.batch import PostBatch
from dienests.kernel.dispatch.dispatch import Dispatch, State
from dienests.kernel.log.entry import ActorRef
from dienests.kernel.parties.offices import HeldOffice
from dienests.kernel.procedures.registry import declared

SHOWN = 200


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
    """Say whether an office of the actor drafts letters, and so looks after their way; without a query."""
    drafting = {letter.drafted_by.office for procedure in declared() for letter in procedure.letters.values()}
    return any(held.slug in drafting for held in actor.offices)


def looked_after(actor: Actor, *, states: tuple[str, ...] = (State.WAITING,)) -> list[Place]:
    """Return the dispatches of the actor's offices in some states, oldest first; two queries, however many."""
    return _places(actor, _mine(actor).filter(state__in=states).order_by("opened_at", "pk")[:SHOWN])


def one(actor: Actor, dispatch: UUID) -> Place | None:
    """Return one dispatch that the actor looks after; None where it is somebody else's or there is none."""
    found = _places(actor, _mine(actor).filter(pk=dispatch))
    return found[0] if found else None


def in_batch(actor: Actor, batch: PostBatch) -> list[Place]:
    """Return what a batch holds, as far as the actor looks after it."""
    return _places(actor, _mine(actor).filter(batch=batch).order_by("letter__number", "pk"))


def batches(actor: Actor) -> QuerySet[PostBatch]:
    """Return the batches of the actor's offices, newest first."""
    return PostBatch.objects.filter(_held(actor, "institution")).order_by("-year", "-serial")


def _mine(actor: Actor) -> QuerySet[Dispatch]:
    related = "letter__case__institution", "letter__institution", "letter__participant", "letter__file", "batch"
    return Dispatch.objects.filter(_held(actor, "letter__case__institution")).select_related(*related)


def _held(actor: Actor, institution: str) -> Q:
    wanted = Q(pk__in=[])
    for held in actor.offices:
        wanted |= Q(office=held.slug, **{institution: held.institution})
    return wanted


def _places(actor: Actor, found: QuerySet[Dispatch]) -> list[Place]:
    """Leave out what lies in a case that the actor may not see, whatever the office."""
    rows = list(found)
    seen = set(visible(actor, among={row.letter.case_id for row in rows}).values_list("pk", flat=True)) if rows else ()
    places = []
    for row in rows:
        case = row.letter.case
        held = actor.holds(row.office, case.institution_id, case.unit_id) if case.pk in seen else None
        if held is not None:
            places.append(Place(row, held))
    return places
