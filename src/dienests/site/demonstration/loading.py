"""Loading the demonstration into an empty database."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any, Literal

from django.db import transaction

from dienests.conduct.ethics_reports.facade import CHAIR_AWAY, stories
from dienests.kernel.calendar.zone import local_date, start_of
from dienests.kernel.cases import outbox
from dienests.kernel.cases.effect import Effect
from dienests.kernel.duties import routine as duties
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.norms.parameters import set_parameter
from dienests.kernel.parties.absences import mark_absent
from dienests.kernel.parties.institution import Institution
from dienests.kernel.procedures.procedure import Procedure
from dienests.site.demonstration.commission import APPOINTED_DAYS_AGO, enlarge, set_by_laws, votes
from dienests.site.demonstration.corresponding import RULES_DAYS_AGO, correspond, set_rules
from dienests.site.demonstration.founding import ORDER, House, found
from dienests.site.demonstration.inventing import invent
from dienests.site.demonstration.obligations import aim, keep, measure
from dienests.site.demonstration.people import CENTRE, SERVICE
from dienests.site.demonstration.playing import play
from dienests.site.demonstration.playing import told as told_ago
from dienests.site.demonstration.roster import Period, roster
from dienests.site.modules import MODULES

Cases = Literal["all", "few"]
FOUNDED_DAYS_AGO = 760
LEAVES = ((655, 634), (470, 449), (290, 276))  # days ago: the chair's leaves before CHAIR_AWAY
# What the sources leave open and this institution has set; the numbers are examples, a real institution sets its own.
TERMS = {
    "ethics-report.sitting": "working_days:10", "outside-complaint.sitting": "working_days:10",
    "outside-complaint.answer": "months:1", "outside-complaint.answer-extension": "months:4",
}  # fmt: skip
CONTACT = {"contact.data-protection": "mailto:das@parauga-dienests.example"}
INVENTED = {SERVICE.slug: 126, CENTRE.slug: 10}


def load(*, at: datetime, cases: Cases = "all") -> bool:
    """Found both institutions and play the cases; return False and change nothing when an institution exists.

    Everything is dated back from `at`, so that terms run, were kept and were missed on the day of loading; exactly
    one is overdue on it. `cases="few"` plays the told stories only, without the invented cases of two years.
    """
    with outbox.without_routines():  # also after the commit, when the acts of the past look after their effects
        return _load(at=at, cases=cases)


@transaction.atomic
def _load(*, at: datetime, cases: Cases) -> bool:
    if Institution.objects.exists():
        return False
    begin = at - timedelta(days=FOUNDED_DAYS_AGO)
    service, centre = found(SERVICE, at=begin), found(CENTRE, at=begin)
    away = tuple(_period(at, days) for days in (*LEAVES, CHAIR_AWAY))
    _set_terms(service, begin)
    for house in (service, centre):
        official = {"by": _official(house, "administrator", begin), "approved_by": _official(house, "head", begin)}
        set_by_laws(house, begin=begin, **official)
    joined = at - timedelta(days=APPOINTED_DAYS_AGO)
    enlarge(service, at=joined, by=_official(service, "administrator", joined))
    for period in away:
        _leave(service, period)
    keep((service, centre), begin=begin, at=at)
    rules = at - timedelta(days=RULES_DAYS_AGO)
    set_rules(
        service, at=at, by=_official(service, "administrator", rules), approved_by=_official(service, "head", rules)
    )
    _play(service, centre, at=at, cases=cases, away=away)
    correspond(service, at=at)
    duties.run(at)
    for house in (service, centre):
        aim(house, begin, by=_official(house, "head", begin))
    measure(begin=begin, at=at)
    failed = Effect.objects.filter(done_at__isnull=True).first()
    if failed:
        raise RuntimeError(f"The demonstration was not loaded: the effect '{failed.kind}' failed ({failed.failure}).")
    return True


def _play(service: House, centre: House, *, at: datetime, cases: Cases, away: tuple[Period, ...]) -> None:
    told = stories(service.people, at)
    if cases == "all":
        told += invent(INVENTED[SERVICE.slug], roster(SERVICE, service.people, away=away), now=at, seed=SERVICE.slug)
        # The centre has not set the term of a sitting, so that a paragraph stands as not set there.
        play(centre, invent(INVENTED[CENTRE.slug], roster(CENTRE, centre.people), now=at, seed=CENTRE.slug))
    play(service, told, between=votes(service, now=at))
    for procedure, further in _further():
        play(service, told_ago(further(service.people, at), at), procedure=procedure)


def _further() -> Iterator[tuple[type[Procedure], Callable[..., Any]]]:
    """Yield the procedures whose facade offers stories of its own, told as days ago."""
    facades = (import_module(f"{module}.facade") for module in MODULES)
    return (facade.demonstration for facade in facades if hasattr(facade, "demonstration"))


def _official(house: House, office: str, at: datetime) -> ActorRef:
    held = house.acting(office, at).holds(office, house.institution.pk)
    return ActorRef(mandate=held.mandate if held else None)


def _set_terms(house: House, at: datetime) -> None:
    for slug, value in (TERMS | CONTACT).items():
        set_parameter(
            institution=house.institution, slug=slug, value=value, basis=ORDER, valid_from=local_date(at),
            by=_official(house, "administrator", at), approved_by=_official(house, "head", at), at=at,
        )  # fmt: skip


def _leave(house: House, period: Period) -> None:
    recorded = start_of(period[0] - timedelta(days=7)) + timedelta(hours=10)
    mark_absent(
        institution=house.institution, person=house.people[house.posts["ethics-chair"]], valid_from=period[0],
        valid_to=period[1], basis=ORDER, by=_official(house, "administrator", recorded), at=recorded,
    )  # fmt: skip
    house.leaves.append(period)


def _period(at: datetime, days: tuple[int, int]) -> Period:
    return local_date(at - timedelta(days=days[0])), local_date(at - timedelta(days=days[1]))
