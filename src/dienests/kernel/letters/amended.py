"""The letter that corrects or revokes another: it names the first by number and day, and says what changes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.letters import register
from dienests.kernel.letters.amendment import Amendment, Kind
from dienests.kernel.letters.issuing import keep, signatory
from dienests.kernel.letters.letter import Letter, State
from dienests.kernel.letters.paper import sheet_of
from dienests.kernel.letters.previewing import printable
from dienests.kernel.letters.rendering import address_of
from dienests.kernel.procedures.earlier import letter_of
from dienests.kernel.procedures.registry import find
from dienests.kernel.typeset.setting import pdf_of


@dataclass(frozen=True, slots=True)
class _Titled:
    """What the frame of letters asks of a declared letter."""

    label: str


def issue_amending(row: Amendment, *, event: UUID, mandate: UUID, at: datetime) -> Letter:
    """Number and keep the letter of an approved amendment, to the same addressee and in the same language."""
    made = _letter(row, mandate=mandate, at=at)
    made.event = event
    register.numbered(made, on=local_date(at))
    _write(made, row)
    keep(made, basis=row.basis, mandate=mandate, at=at)
    return made


def check(row: Amendment, *, mandate: UUID, at: datetime) -> None:
    """Raise Refusal with the sentence of whatever keeps the letter of an amendment from being printed."""
    made = _letter(row, mandate=mandate, at=at)
    _write(made, row)
    with printable():
        pdf_of(sheet_of(made, proof=None))


def _letter(row: Amendment, *, mandate: UUID, at: datetime) -> Letter:
    """Return an unsaved letter that has neither number nor words yet."""
    first = row.letter
    declared = letter_of(find(first.case.procedure, first.case.version), first.slug)
    links: dict[str, Any] = {"corrects": first} if row.kind == Kind.CORRECTS else {"revokes": first}
    with override(first.language):
        return Letter(
            case=first.case, participant=first.participant, institution=first.institution, slug=first.slug,
            state=State.APPROVED, sent_at=at, language=first.language, title=_title(row), addressee=first.addressee,
            signatory=signatory(mandate, declared), **links,
        )  # fmt: skip


def _write(made: Letter, row: Amendment) -> None:
    first = row.letter
    words = {
        "case": first.case, "language": first.language, "sent_at": made.sent_at, "number": made.number, "first": first,
        "addressee": made.addressee, "signatory": made.signatory.partition("\n")[0], "basis": row.basis,
        "letter": _Titled(made.title), "amendment": row, "contest": None, "lines": address_of(first.html),
    }  # fmt: skip
    with override(first.language):
        made.html = render_to_string("kernel/letters/amending.html", words)


def _title(row: Amendment) -> str:
    words = (
        _("Correction of letter No {number}") if row.kind == Kind.CORRECTS else _("Revocation of letter No {number}")
    )
    return words.format(number=row.letter.number)
