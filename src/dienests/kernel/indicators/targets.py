"""Targets: what an institution aims at, from a day on, with its basis."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dienests.kernel.indicators.declaration import Indicator
from dienests.kernel.indicators.measurement import Target
from dienests.kernel.indicators.measuring import stream_of
from dienests.kernel.indicators.numbers import IndicatorRefusal, number
from dienests.kernel.log.streams import ActorRef, append
from dienests.kernel.parties.institution import Institution

__all__ = ["set_target"]


@transaction.atomic
def set_target(
    *, institution: Institution, indicator: Indicator, value: str, basis: str, valid_from: date, by: ActorRef,
    at: datetime,
) -> Target:  # fmt: skip
    """Set what is aimed at from a day on; the target before it ends there."""
    aimed, basis = number(value), basis.strip()
    if not basis:
        raise IndicatorRefusal(_("The basis is missing: name the document that sets this target."))
    Institution.objects.select_for_update().get(pk=institution.pk)
    own = Target.objects.filter(institution=institution, indicator=indicator.slug)
    if own.filter(valid_from__gte=valid_from).exists():
        raise IndicatorRefusal(_("A target from that day or a later one stands already: choose a later day."))
    own.filter(valid_to__isnull=True).update(valid_to=valid_from)
    made = Target.objects.create(
        institution=institution, indicator=indicator.slug, value=aimed, basis=basis, valid_from=valid_from,
        set_by=by.mandate, set_at=at,
    )  # fmt: skip
    payload = {"value": str(aimed), "basis": basis, "valid_from": valid_from}
    append(stream=stream_of(institution, indicator), act="target-set", at=at, actor=by, payload=payload)
    return made
