"""Whom to write to about security, barriers and personal data: dated parameters, "not set" until somebody sets them."""

import re
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dienests.kernel.norms.declared import Declared, register
from dienests.kernel.norms.parameter import Parameter
from dienests.kernel.parties.period import covers

SECURITY, ACCESSIBILITY, DATA_PROTECTION = "contact.security", "contact.accessibility", "contact.data-protection"
WHERE = gettext_lazy("order of the institution")
BASES = {DATA_PROTECTION: "vpd-client-data-policy:contact.1"}
# RFC 9116 asks for a URI: an address for e-mail, a page over HTTPS, or a telephone number.
URI = re.compile(r"mailto:[^\s@]+@[^\s@]+\.[^\s@]+|https://[^\s/]+\.[^\s/]+\S*|tel:\+[0-9-]{6,20}")


def in_force(slug: str, on: date) -> list[str]:
    """Return the addresses set for a purpose on a day, institution by institution; one query."""
    found = Parameter.objects.filter(covers(on), slug=slug).order_by("institution", "pk")
    return list(dict.fromkeys(found.values_list("value", flat=True)))


def _declared() -> Iterator[Declared]:
    labels = {
        SECURITY: gettext_lazy("contact for reports about security"),
        ACCESSIBILITY: gettext_lazy("contact for reports about barriers"),
        DATA_PROTECTION: gettext_lazy("contact of the data protection officer"),
    }
    for slug, label in labels.items():
        yield Declared(slug=slug, label=label, where=WHERE, basis=BASES.get(slug, ""), validate=_uri)


def _uri(value: str) -> None:
    if not URI.fullmatch(value):
        raise ValueError(
            _("“%(value)s” is no address: write mailto:NAME@HOUSE, https://… or tel:+371…") % {"value": value}
        )


register(_declared)
