"""Institutions and their units."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from dienests.kernel.log.origin import names_house
from dienests.kernel.parties.naming import in_language
from dienests.kernel.parties.refusals import PartiesError


def _fixed() -> PartiesError:
    return PartiesError(_("Whether an institution is a demonstration is fixed at its founding: found another one."))


class InstitutionQuerySet(models.QuerySet["Institution"]):
    """Institutions, none of which can turn from a demonstration into a real one, or back."""

    def update(self, **kwargs: Any) -> int:
        """Update as Django does; raises PartiesError when it would change what is fixed at founding."""
        if "is_demonstration" in kwargs:
            raise _fixed()
        return super().update(**kwargs)


class Institution(models.Model):
    """A body that runs by its rulebook; every filter of the house starts from it."""

    id = models.AutoField(primary_key=True)
    stream = models.UUIDField(unique=True, default=uuid4, editable=False, help_text="public id, names its events")
    slug = models.SlugField(max_length=60, unique=True)
    name_lv = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    registration_number = models.CharField(max_length=11, blank=True, help_text="public; empty if invented")
    is_demonstration = models.BooleanField(help_text="fixed at founding; opens the demonstration's sign-in")
    founded_on = models.DateField()

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registration_number"],
                condition=~Q(registration_number=""),
                name="parties_institution_one_per_number",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return in_language(self.name_lv, self.name_en)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; raises PartiesError when it would change what is fixed at founding."""
        changed = Institution.objects.filter(pk=self.pk, is_demonstration=not self.is_demonstration)
        if not self._state.adding and changed.exists():
            raise _fixed()
        super().save(*args, **kwargs)


@names_house
def _first() -> str | None:
    """Name the log after the institution that was founded first."""
    return Institution.objects.order_by("id").values_list("slug", flat=True).first()


class Unit(models.Model):
    """A part of an institution that handles its own cases; units stand in a tree."""

    id = models.AutoField(primary_key=True)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="units")
    slug = models.SlugField(max_length=60)
    name_lv = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "slug"], name="parties_unit_one_per_slug"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")), name="parties_unit_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return in_language(self.name_lv, self.name_en)
