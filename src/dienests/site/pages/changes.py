"""The changes of a paragraph: redactions, imported texts, versions of procedures, parameters; nothing of cases."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.account.carriers import carried_by
from dienests.kernel.calendar.terms import parse
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.norms import outline
from dienests.kernel.norms.basis import Basis
from dienests.kernel.norms.imported_text import ImportedText
from dienests.kernel.norms.parameter import Parameter
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.terms import Term


@dataclass(frozen=True, slots=True)
class Change:
    """One change: when, what, and an id that never changes."""

    on: date
    what: Label
    id: str


def changes(basis: Basis) -> list[Change]:
    """Return the changes of the paragraph of a basis (its first address), newest first."""
    act, address = outline.act(basis.act), basis.addresses[0]
    found = [*_redactions(basis.act), *_texts(basis.act), *_procedures(basis.act, address)]
    if act.issued:
        found.append(Change(act.issued, _("this redaction was issued"), f"{act.slug}/issued"))
    return sorted(found, key=lambda change: (change.on, change.id), reverse=True)


def _redactions(slug: str) -> Iterator[Change]:
    for each in outline.act(slug).previous:
        what = format_lazy(_("redaction No {number} was issued"), number=each.number)
        yield Change(each.issued, what, f"{slug}/redaction/{each.number}")


def _texts(slug: str) -> Iterator[Change]:
    for each in ImportedText.objects.filter(act=slug):
        what = format_lazy(_("the official text was imported (SHA-256 {hash}…)"), hash=each.sha256[:12])
        yield Change(local_date(each.imported_at), what, f"{slug}/text/{each.sha256}")


def _procedures(act: str, address: str) -> Iterator[Change]:
    terms: dict[str, Term] = {}
    for carrier in carried_by(act, address):
        procedure = carrier.procedure
        words = {"procedure": procedure.title, "version": procedure.version}
        what = format_lazy(_("{procedure}, version {version}, carries it"), **words)
        yield Change(procedure.issued, what, f"{procedure.slug}/{procedure.version}")
        terms |= {procedure.terms[name].parameter: procedure.terms[name] for name in carrier.terms}
    yield from _parameters(terms)


def _parameters(terms: Mapping[str, Term]) -> Iterator[Change]:
    """Yield the values of parameters, in one query for all versions of procedures, which share them."""
    for row in Parameter.objects.filter(slug__in=terms).select_related("institution"):
        what = format_lazy(
            _("{term}: {value}, {institution}, on the basis of {basis}"),
            term=terms[row.slug].label, value=parse(row.value).label(), institution=row.institution.name,
            basis=row.basis,
        )  # fmt: skip
        if not row.confirmed:
            what = format_lazy(_("{change} (unconfirmed)"), change=what)
        yield Change(row.valid_from, what, f"{row.slug}/{row.institution_id}/{row.valid_from}")
