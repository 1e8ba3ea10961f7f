"""Loading the demonstration into an empty database."""

from datetime import date, datetime, timedelta

from django.db import transaction

from dienests.conduct.ethics_reports.facade import CHAIR_AWAY, play
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.effect import Effect
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.norms.parameters import set_parameter
from dienests.kernel.parties.absences import mark_absent
from dienests.kernel.parties.institution import Institution
from dienests.site.demonstration.founding import ORDER, House, found
from dienests.site.demonstration.people import CENTRE, SERVICE

FOUNDED_DAYS_AGO = 240


@transaction.atomic
def load(*, at: datetime) -> bool:
    """Found both institutions and play the cases; return False and change nothing when an institution exists.

    Everything is dated back from `at`, so that terms run, were kept and were missed on the day of loading.
    """
    if Institution.objects.exists():
        return False
    begin = at - timedelta(days=FOUNDED_DAYS_AGO)
    service, _centre = found(SERVICE, at=begin), found(CENTRE, at=begin)
    _first_days(service, begin, away=(_ago(at, CHAIR_AWAY[0]), _ago(at, CHAIR_AWAY[1])))
    play(service.acting, service.people, now=at)
    failed = Effect.objects.filter(done_at__isnull=True).first()
    if failed:
        raise RuntimeError(f"The demonstration was not loaded: the effect '{failed.kind}' failed ({failed.failure}).")
    return True


def _first_days(house: House, at: datetime, *, away: tuple[date, date]) -> None:
    """Let the administrator set the term of a sitting and mark the chair absent for some days."""
    held = house.acting("administrator", at).holds("administrator", house.institution.pk)
    administrator = ActorRef(mandate=held.mandate if held else None)
    set_parameter(
        institution=house.institution, slug="ethics-report.sitting", value="working_days:10", basis=ORDER,
        valid_from=local_date(at), by=administrator, at=at,
    )  # fmt: skip
    mark_absent(
        institution=house.institution, person=house.people[house.posts["ethics-chair"]], valid_from=away[0],
        valid_to=away[1], basis=ORDER, by=administrator, at=at,
    )  # fmt: skip


def _ago(at: datetime, days: int) -> date:
    return local_date(at - timedelta(days=days))
