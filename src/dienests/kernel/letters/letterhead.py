"""The letterhead of an institution, from dated parameters; what is not set is left out."""

import re
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dienests.kernel.letters.register import PARAMETER as REGISTER
from dienests.kernel.norms.declared import Declared, register
from dienests.kernel.norms.parameter import Parameter
from dienests.kernel.parties.institution import Institution, Unit
from dienests.kernel.parties.period import covers

ADDRESS, CONTACTS = "letters.address", "letters.contacts"
WHERE = gettext_lazy("document rules of the institution")
_REGISTER = re.compile(r"[0-9A-Za-zĀ-ž][0-9A-Za-zĀ-ž.-]{0,19}")


def head(institution: Institution, unit: Unit | None, on: date) -> list[str]:
    """Return the lines above a letter, in the language that is active; one query."""
    found = Parameter.objects.filter(covers(on), institution=institution, slug__in=(ADDRESS, CONTACTS))
    values = dict(found.values_list("slug", "value"))
    lines = [institution.name, unit.name if unit else "", values.get(ADDRESS, ""), values.get(CONTACTS, "")]
    number = institution.registration_number
    lines.insert(2, _("Registration number {number}").format(number=number) if number else "")
    return [line for line in lines if line]


def _declared() -> Iterator[Declared]:
    yield Declared(slug=ADDRESS, label=gettext_lazy("letters: postal address"), where=WHERE, basis="")
    yield Declared(slug=CONTACTS, label=gettext_lazy("letters: telephone, e-mail, website"), where=WHERE, basis="")
    yield Declared(
        slug=REGISTER, label=gettext_lazy("letters: register in which outgoing letters are numbered"), where=WHERE,
        basis="", validate=_register,
    )  # fmt: skip


def _register(value: str) -> None:
    if not _REGISTER.fullmatch(value):
        raise ValueError(
            _("“%(value)s” names no register: write up to 20 letters, digits, dots and hyphens.") % {"value": value}
        )


register(_declared)
