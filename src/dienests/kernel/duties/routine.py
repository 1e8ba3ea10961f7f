"""The routine of duties: occurrences appear, acts prove them, and what is past due goes to the office above.

It may run at any time, often, and in two processes at once: each step happens once.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from dienests.kernel.calendar.terms import Term, parse
from dienests.kernel.calendar.zone import local_date, start_of
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.outbox import routinely
from dienests.kernel.duties.declaration import Duty, declared
from dienests.kernel.duties.fulfilment import fulfil_by_act
from dienests.kernel.duties.occurrence import Occurrence
from dienests.kernel.duties.rhythm import Period, periods
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import append
from dienests.kernel.norms import outline
from dienests.kernel.norms.parameter import Parameter
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.office import Office
from dienests.kernel.parties.period import covers

Last = dict[tuple[int, str], date]  # institution and duty -> the first day after the last period that appeared


def register() -> None:
    """Let whoever looks after effects look after duties too."""
    routinely(run)


def run(at: datetime) -> int:
    """Do whatever the day asks for and return how many steps were done."""
    on = local_date(at)
    last: Last = {
        (institution, duty): ends
        for institution, duty, ends in Occurrence.objects.values_list("institution", "duty").annotate(Max("ends"))
    }
    made = sum(
        _appear(institution, duty, period, at)
        for institution in Institution.objects.all()
        for duty in declared()
        for period in _missing(institution, duty, last.get((institution.pk, duty.slug)), on)
    )
    waiting = list(Occurrence.objects.filter(done_on__isnull=True, begins__lte=on).select_related("institution"))
    proved = sum(_prove(each, at) for each in waiting)
    late = (each for each in waiting if each.is_late(on) and each.escalated_on is None)
    return made + proved + sum(_escalate(each, on, at) for each in late)


def rhythm_of(duty: Duty, institution: int, on: date) -> tuple[Term, date | None] | None:
    """Return how often the duty recurs, and from when where a parameter sets it; None where nothing does."""
    if isinstance(duty.rhythm, Term):
        return duty.rhythm, None
    found = Parameter.objects.filter(covers(on), institution=institution, slug=duty.parameter).first()
    return (parse(found.value), found.valid_from) if found else None


def first_day(institution: Institution, duty: Duty) -> date:
    """Return from when the duty binds an institution: its founding, or the issue of the document if that is later."""
    issued = outline.act(duty.basis.act).issued
    return max(institution.founded_on, issued) if issued else institution.founded_on


def _missing(institution: Institution, duty: Duty, ends: date | None, on: date) -> Iterator[Period]:
    if ends is not None and ends > on:
        return
    found = rhythm_of(duty, institution.pk, on)
    if found is not None:
        rhythm, set_from = found
        since = max(filter(None, (ends, set_from, first_day(institution, duty))))
        # A rhythm that was changed never reaches back into a period that has appeared.
        yield from (each for each in periods(rhythm, since, on) if ends is None or each.begins >= ends)


def _appear(institution: Institution, duty: Duty, period: Period, at: datetime) -> bool:
    made = Occurrence(
        institution=institution, duty=duty.slug, begins=period.begins, ends=period.ends, due=period.due.on,
        provisional=period.due.provisional,
    )  # fmt: skip
    payload = {"duty": duty.slug, "institution": institution.slug, "begins": period.begins, "due": period.due.on}
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            append(stream=made.stream, act="appeared", at=at, basis=str(duty.basis), payload=payload)
    except IntegrityError:  # another process was quicker
        return False
    return True


def _prove(occurrence: Occurrence, at: datetime) -> bool:
    """Fulfil an occurrence by the first act of the period that proves it; later ones count where it is late."""
    duty = occurrence.declared
    for proof in duty.acts if duty else ():
        events = Event.objects.filter(stream_kind="case", version=proof.version, act=proof.action.name, at__lte=at)
        own = Case.objects.filter(institution=occurrence.institution_id).values("pk")
        for event in events.filter(at__gte=start_of(occurrence.begins), stream__in=own).order_by("at")[:1]:
            fulfil_by_act(occurrence=occurrence, event=event, at=at)
            return True
    return False


@transaction.atomic
def _escalate(occurrence: Occurrence, on: date, at: datetime) -> bool:
    above = _office_above(occurrence)
    changed = Occurrence.objects.filter(pk=occurrence.pk, escalated_on__isnull=True, done_on__isnull=True).update(
        escalated_on=on, escalated_to=above
    )
    if not changed:
        return False
    duty = occurrence.declared
    append(
        stream=occurrence.stream, act="escalated", at=at, basis=str(duty.basis) if duty else "",
        payload={"duty": occurrence.duty, "due": occurrence.due, "to": above},
    )  # fmt: skip
    return True


def _office_above(occurrence: Occurrence) -> str:
    """Return the office that leads the institution; empty where that office itself owes the duty."""
    duty = occurrence.declared
    leads = Office.objects.filter(institution=occurrence.institution_id, unit__isnull=True, leads=True)
    slug = leads.values_list("slug", flat=True).first() or ""
    return "" if duty is not None and duty.office == slug else slug
