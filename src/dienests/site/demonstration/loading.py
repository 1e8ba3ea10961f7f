"""Loading the demonstration into an empty database."""

from datetime import datetime, timedelta

from django.db import transaction

from dienests.conduct.ethics_reports.facade import play
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.norms.parameters import set_parameter
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
    set_parameter(
        institution=service.institution, slug="ethics-report.sitting", value="working_days:10", basis=ORDER,
        valid_from=local_date(begin), by=_administrator(service, begin), at=begin,
    )  # fmt: skip
    play(service.acting, service.people, now=at)
    return True


def _administrator(house: House, at: datetime) -> ActorRef:
    held = house.acting("administrator", at).holds("administrator", house.institution.pk)
    return ActorRef(mandate=held.mandate if held else None)
