"""Fields of a record: a few kinds made by factories, each with its datum (basis, category).

Every column may be empty; required is what an action asks. Migrations see plain fields: labels, help and choices are
dropped on the way there, else each change of wording would be a migration.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from dienests.kernel.norms.basis import Basis, Unspecified
from dienests.kernel.norms.processing import RETENTION_ELSEWHERE
from dienests.kernel.procedures.categories import Category
from dienests.kernel.procedures.items import Label

WORDS = ("verbose_name", "help_text", "choices", "validators")


@dataclass(frozen=True)
class Datum:
    """Why a field exists and what kind of personal data it holds (None: no personal data)."""

    basis: Basis
    category: Category | None

    @property
    def retention(self) -> Unspecified:
        """Return which document would set how long a value is kept; without a category it is kept with the case."""
        return self.category.retention if self.category else RETENTION_ELSEWHERE


class Plain:
    """Mixed into a model field: migrations see the field without words, at the place of Django's own class."""

    datum: Datum
    django_name: str

    def deconstruct(self) -> Any:
        """Return what a migration writes down, without words."""
        name, _path, args, options = super().deconstruct()  # type: ignore[misc]
        kept = {key: value for key, value in options.items() if key not in WORDS}
        return name, f"django.db.models.{self.django_name}", args, kept


class Text(Plain, models.TextField):  # type: ignore[type-arg]
    """Free text; unlike Django's own, it holds to its greatest length. With `line` a form asks for one line."""

    line = False
    django_name = "TextField"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.validators = [MaxLengthValidator(self.max_length), keepable]


class Choice(Plain, models.CharField):  # type: ignore[type-arg]
    """One of several options, kept by key."""

    django_name = "CharField"


class PersonLink(Plain, models.ForeignKey):  # type: ignore[type-arg]
    """A natural person known to the institution.

    With `office`, one who holds it there on the day of the act; with `manager`, the direct manager of who acts; with
    both, one or the other.
    """

    office = ""
    manager = False
    django_name = "ForeignKey"


class OrganisationLink(Plain, models.ForeignKey):  # type: ignore[type-arg]
    """A legal person known to the institution."""

    django_name = "ForeignKey"


class CaseLink(Plain, models.ForeignKey):  # type: ignore[type-arg]
    """An earlier case that the person who acts opened; with `of`, one of that procedure."""

    of = ""
    django_name = "ForeignKey"


class Day(Plain, models.DateField):  # type: ignore[type-arg]
    """A calendar day."""

    django_name = "DateField"


class Number(Plain, models.DecimalField):  # type: ignore[type-arg]
    """A number with a fixed count of decimal places."""

    django_name = "DecimalField"


def keepable(value: str) -> None:
    """Refuse what no database keeps and no hash covers: NUL characters and halves of surrogate pairs."""
    try:
        value.encode()
        kept = "\x00" not in value
    except UnicodeEncodeError:
        kept = False
    if not kept:
        raise ValidationError(_("The text holds characters that cannot be kept; write it anew without them."))


def _with(field: Any, basis: Basis, category: Category | None) -> Any:
    field.datum = Datum(basis, category)
    return field


def text(
    label: Label, *, basis: Basis, category: Category | None = None, hint: Label = "", line: bool = False
) -> Any:  # fmt: skip
    """Return a field of free text, at most 20,000 characters; with `line` a form asks for one line, such as a name."""
    made = Text(label, blank=True, default="", help_text=hint, max_length=20_000)
    made.line = line
    return _with(made, basis, category)


def choice(
    label: Label, options: type[models.TextChoices] | Sequence[tuple[str, Label]], *, basis: Basis,
    category: Category | None = None, hint: Label = "",
) -> Any:  # fmt: skip
    """Return a field that holds the key of one option."""
    pairs = options.choices if isinstance(options, type) else list(options)
    return _with(Choice(label, choices=pairs, max_length=80, blank=True, default="", help_text=hint), basis, category)


def person(
    label: Label, *, basis: Basis, category: Category | None = None, hint: Label = "", office: str = "",
    manager: bool = False,
) -> Any:  # fmt: skip
    """Return a field that names a natural person, with `office` only one who holds it in the same institution.

    With `manager` it names the direct manager of the person who acts, or a holder of the office if one is given. The
    person's row cannot be removed while the record stands.
    """
    options: dict[str, Any] = {"null": True, "blank": True, "on_delete": models.PROTECT, "related_name": "+"}
    made = PersonLink("kernel_parties.Person", verbose_name=label, help_text=hint, **options)
    made.office, made.manager = office, manager
    return _with(made, basis, category)


def organisation(label: Label, *, basis: Basis, category: Category | None = None, hint: Label = "") -> Any:
    """Return a field that names a registered legal person."""
    options: dict[str, Any] = {"null": True, "blank": True, "on_delete": models.PROTECT, "related_name": "+"}
    made = OrganisationLink("kernel_parties.Organisation", verbose_name=label, help_text=hint, **options)
    return _with(made, basis, category)


def own_case(label: Label, *, basis: Basis, category: Category | None = None, hint: Label = "", of: str = "") -> Any:
    """Return a field that names a case which the person who acts opened; `of` is the slug of its procedure."""
    options: dict[str, Any] = {"null": True, "blank": True, "on_delete": models.PROTECT, "related_name": "+"}
    made = CaseLink("kernel_cases.Case", verbose_name=label, help_text=hint, **options)
    made.of = of
    return _with(made, basis, category)


def day(label: Label, *, basis: Basis, category: Category | None = None, hint: Label = "") -> Any:
    """Return a field that holds a day."""
    return _with(Day(label, null=True, blank=True, help_text=hint), basis, category)


def number(label: Label, *, basis: Basis, category: Category | None = None, hint: Label = "", places: int = 0) -> Any:
    """Return a field that holds a number with `places` decimal places."""
    made = Number(label, max_digits=18, decimal_places=places, null=True, blank=True, help_text=hint)
    return _with(made, basis, category)
