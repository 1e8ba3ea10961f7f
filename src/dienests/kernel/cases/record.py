"""The record: what a procedure asks and keeps, in typed columns, one to one with its case."""

from typing import Any

from django.db import models

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.parties.offices import effective


class Record(models.Model):
    """The base of all records. `salts` keeps a 128-bit salt (hex) for each value whose hash stands in the log."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="+")
    salts = models.JSONField(default=dict)

    class Meta:
        abstract = True

    @property
    def opener_id(self) -> Any:
        """Return the id of the person who opened the case, for conditions that compare people."""
        return self.case.opener_id

    def offices_of(self, person: Any) -> frozenset[str]:
        """Return the offices which a person held in the institution on the day the case was opened; asked once."""
        if person is None:
            return frozenset()
        known: dict[Any, frozenset[str]] = vars(self).setdefault("_offices_of", {})
        if person not in known:
            held = effective(person, local_date(self.case.opened_at))
            known[person] = frozenset(each.slug for each in held if each.institution == self.case.institution_id)
        return known[person]


class Entry(models.Model):
    """The base of typed entries that an act adds to a case, such as a line of a ledger."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(help_text="of the event that added it")
    salts = models.JSONField(default=dict)

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["case", "position"], name="%(app_label)s_%(class)s_one_per_act")]


__all__ = ["Entry", "Record"]
