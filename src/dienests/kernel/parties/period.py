"""Half-open periods of days: valid_from <= day < valid_to, where an empty valid_to means until further notice."""

from datetime import date

from django.db.models import CheckConstraint, F, Q


def covers(on: date) -> Q:
    """Return the condition on rows whose period covers the day."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def overlaps(start: date, end: date | None) -> Q:
    """Return the condition on rows whose period shares at least one day with [start, end)."""
    not_over = Q(valid_to__isnull=True) | Q(valid_to__gt=start)
    return not_over if end is None else not_over & Q(valid_from__lt=end)


def begins_before_it_ends(name: str) -> CheckConstraint:
    """Return the constraint that a period holds at least one day."""
    return CheckConstraint(condition=Q(valid_to__isnull=True) | Q(valid_from__lt=F("valid_to")), name=name)
