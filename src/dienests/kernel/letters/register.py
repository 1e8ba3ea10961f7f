"""Registers of outgoing letters: numbers without gaps, for each institution, register and year."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Count, Max, Min
from django.utils.translation import gettext as _

from dienests.kernel.letters.letter import Letter
from dienests.kernel.norms.parameters import value_on

DEFAULT = "V"
PARAMETER = "letters.register"


class Register(models.Model):
    """The last number given out in a register in a year."""

    institution = models.ForeignKey("kernel_parties.Institution", models.PROTECT, related_name="+")
    register = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "register", "year"], name="letters_register_one_per_year")
        ]


def numbered(letter: Letter, *, on: date) -> None:
    """Give a letter that is about to be saved the next number of its register, in the caller's transaction.

    The row of the register stays locked until that transaction ends: another one waits, and where this one fails its
    number is given to the next letter. Raises TransactionManagementError outside of a transaction.
    """
    assert letter.institution_id is not None
    name = value_on(letter.institution_id, PARAMETER, on) or DEFAULT
    key: dict[str, Any] = {"institution_id": letter.institution_id, "register": name, "year": on.year}
    Register.objects.get_or_create(**key)
    row = Register.objects.select_for_update().get(**key)
    row.last += 1
    row.save(update_fields=["last"])
    letter.register, letter.year, letter.serial = name, on.year, row.last
    letter.number = f"{name}/{on.year}/{row.last}"


def faults() -> list[str]:
    """Return a sentence for every register whose numbers do not run 1, 2, 3 ... up to the last one given out."""
    held = Letter.objects.filter(serial__isnull=False).values("institution_id", "register", "year")
    found: dict[tuple[Any, ...], tuple[int, int, int]] = {
        (row["institution_id"], row["register"], row["year"]): (row["count"], row["first"], row["last"])
        for row in held.annotate(count=Count("pk"), first=Min("serial"), last=Max("serial")).order_by()
    }
    given: dict[tuple[Any, ...], int] = {
        (row.institution_id, row.register, row.year): row.last for row in Register.objects.all()
    }
    wrong = []
    for key in sorted(found.keys() | given.keys()):
        count, first, last = found.get(key, (0, 1, 0))
        if not (first == 1 and count == last == given.get(key)):
            words = _("The register {register} of {year} has a gap: {count} letters, the last number is {last}.")
            wrong.append(words.format(register=key[1], year=key[2], count=count, last=given.get(key, last)))
    return wrong
