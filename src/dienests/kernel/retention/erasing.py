"""Erasing data of people in one case: because their period is over, or by a decision on a request of a person."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.effect import Effect
from dienests.kernel.handling.held import Done
from dienests.kernel.letters.letter import Letter, State
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import Stream, append
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.retention import chaining, due, erased_list, holds, persons, wiping
from dienests.kernel.retention.charged import Charged, charged
from dienests.kernel.retention.erased_list import Line
from dienests.kernel.retention.erasure import Erasure

ACT = "erased"
DUE, DECIDED = "due", "decided"
_grants: dict[str, frozenset[str]] = {}


def grants(procedure: str, *stages: str) -> None:
    """Say that cases of a procedure which ended so decide that data are to be erased before their time."""
    _grants[procedure] = frozenset(stages)


def granting() -> dict[str, frozenset[str]]:
    """Return by procedure the ends that grant an erasing."""
    return dict(_grants)


@dataclass(frozen=True, slots=True)
class Why:
    """On which basis data are erased: that of their periods, or the case in which it was decided."""

    basis: str
    decided_in: Case | None = None


def erase(
    *, case: UUID, kinds: Iterable[str], actor: Actor, at: datetime, submission: UUID, decision: str = ""
) -> None:  # fmt: skip
    """Erase these kinds of data of a closed case, for good.

    Without `decision` only what is due on the day: the norm decided, the official confirms. With it (the number of a
    granted request, decided by somebody else) anything. Raises Refusal with a sentence; while a hold stands, with its
    paragraph.
    """
    wanted = sorted(set(kinds))
    try:
        with charged(case=case, act=ACT, actor=actor, at=at, submission=submission) as here:
            _allowed(here, wanted)
            why = _decided(here, actor, decision) if decision.strip() else _due(here, wanted)
            _carry_out(here, wanted, why)
    except Done:
        return


def _allowed(here: Charged, wanted: list[str]) -> None:
    case = here.case
    hold = holds.standing(case)
    if hold is not None:
        raise holds.refusal(hold)
    if case.closed_at is None:
        raise Refusal(_("The case is open: its data are needed until it is closed."), kind="stage")
    known = set(wiping.kinds(here.procedure))
    if not wanted or not set(wanted) <= known:
        raise Refusal(
            _("Choose what is to be erased."), kind="fields", fields={"kinds": _("Choose what is to be erased.")}
        )
    unsealed = Letter.objects.filter(case=case, state=State.APPROVED).exclude(html="").exists()
    if unsealed or Effect.objects.filter(case=case, done_at__isnull=True).exists():
        raise Refusal(
            _("Something that acts of this case asked for is still being done; try again later."), kind="effects"
        )
    if Erasure.objects.filter(case=case, slug__in=wanted).count() == len(wanted):
        raise Refusal(_("These data were erased already."), kind="stage")


def _due(here: Charged, wanted: list[str]) -> Why:
    periods = {each.kind: each for each in due.of(here.case, here.on)}
    early = [kind for kind in wanted if kind not in periods]
    if early:
        sentence = _("The period of these data is not over, or not set: name the request on which it was decided.")
        raise Refusal(sentence, kind="fields", fields={"decision": sentence})
    bases = (f"{each.parameter} {each.value}: {each.basis}" for each in (periods[kind] for kind in wanted))
    return Why("; ".join(dict.fromkeys(bases)))


def _decided(here: Charged, actor: Actor, number: str) -> Why:
    """Find the granted request; who decided it is another person than the one who erases."""
    found = Case.objects.filter(institution=here.case.institution_id, number__iexact=number.strip()).first()
    if found is None or found.stage not in _grants.get(found.procedure, frozenset()):
        sentence = _("No request that was granted has this number; check it.")
        raise Refusal(sentence, kind="fields", fields={"decision": sentence})
    last = Event.objects.filter(stream_kind="case", stream=found.pk, to_state=found.stage, mandate__isnull=False)
    deciding = last.exclude(from_state=found.stage).order_by("-position").first()
    own = Mandate.objects.filter(person=actor.person).values("pk")
    if deciding is None or Event.objects.filter(pk=deciding.pk, mandate__in=own).exists():
        sentence = _("Who granted a request does not carry it out: another official erases.")
        raise Refusal(sentence, kind="right", fields={"decision": sentence})
    return Why(f"{found.number}; {deciding.basis}", found)


def _carry_out(here: Charged, wanted: list[str], why: Why) -> None:
    case, at = here.case, here.at
    wiped = wiping.wipe(case, wanted)
    wiping.empty(wiped.events)
    case.refresh_from_db()
    payload = {"categories": wanted, "events": len(wiped.events), "how": DECIDED if why.decided_in else DUE}
    chaining.chain(
        case, ACT, at=at, event=here.event, by=here.by, basis=why.basis, payload=payload, changes={"erased_at": at}
    )  # fmt: skip
    for kind in wanted:
        Erasure.objects.get_or_create(case=case, slug=kind, defaults={"event": here.event, "at": at})
    for person in wiped.persons:
        append(stream=Stream(persons.STREAM, person), act=ACT, at=at, actor=here.by, basis=why.basis)
    wiping.index_anew(case.pk)
    # Last of all: once these lines are on disk, nothing can fail but the commit itself, and that is repeated from them.
    erased_list.append(lines(case.pk, wanted, here.event, wiped, at))


def lines(case: UUID, kinds: Iterable[str], event: UUID, wiped: wiping.Wiped, at: datetime) -> list[Line]:
    """Return what the list of erased things says of one erasing."""
    found = [Line("case", (str(case), ",".join(sorted(kinds)), str(event)), at)]
    found += [Line("event", (str(each),), at) for each in wiped.events]
    found += [Line("person", (str(each),), at) for each in wiped.persons]
    return found + [Line("key", (name,), at) for name in wiped.keys]


def erase_each(
    *, cases: Iterable[UUID], actor: Actor, at: datetime, submission: UUID, refused: Callable[[UUID, Refusal], None]
) -> int:
    """Erase what is due of each of these cases, one transaction each, and return how many; refusals are told."""
    done = 0
    for pk in cases:
        found = Case.objects.filter(pk=pk).first()
        try:
            if found is not None:
                kinds = [each.kind for each in due.of(found, local_date(at))]
                erase(case=pk, kinds=kinds, actor=actor, at=at, submission=uuid5(submission, str(pk)))
                done += 1
        except Refusal as refusal:
            refused(pk, refusal)
    return done
