"""The personal column of a list: who opened each case, recorded as a look before it is shown."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.reading import may_know_opener
from dienests.site.pages import looking
from dienests.site.pages.rows import Row

KIND = "reporter"


def named(actor: Actor, rows: Iterable[Row], *, at: datetime) -> dict[UUID, str]:
    """Return who opened each case, as far as this person may know; raises NotRecorded.

    The opener of a case whose name is confidential to this person stays confidential.
    """
    shown = list(rows)
    cases: list[Case] = [row.case for row in shown]
    prefetch_related_objects(cases, "opener", "participants")
    known = {row.case.pk for row in shown if may_know_opener(actor, row.procedure, row.case)}
    looking.at_list(actor, [(case, case.opener_id) for case in cases if case.pk in known], kind=KIND, at=at)
    return {case.pk: _opener(case, known=case.pk in known) for case in cases}


def _opener(case: Case, *, known: bool) -> str:
    if case.opener is None:
        return _("the system")
    return case.opener.name if known else _("confidential")
