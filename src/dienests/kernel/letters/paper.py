"""Paper: a letter as the sheet that is printed, with number, code and picture, and the receipt of its decision."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.letters import letterhead
from dienests.kernel.letters.checking import address_of, page_for
from dienests.kernel.letters.codes import code_of
from dienests.kernel.letters.letter import Letter
from dienests.kernel.letters.rendering import address_of as lines_of_address
from dienests.kernel.letters.rendering import body_of
from dienests.kernel.typeset.markup import blocks
from dienests.kernel.typeset.picture import picture_of
from dienests.kernel.typeset.sheet import Check, Proof, Sheet


def sheet_of(letter: Letter, *, proof: str | None) -> Sheet:
    """Return a letter as a sheet; `proof` is the receipt of its decision as text, None for a preview."""
    on, institution = local_date(letter.sent_at), letter.institution
    assert institution is not None
    with override(letter.language):
        day, number = date_format(on, "d.m.Y."), f"{pgettext('number of a document', 'No')} {letter.number}"
        case = f"{_('Case')} {letter.case.number}"
        return Sheet(
            lang="en" if letter.language == "en" else "lv", title=letter.title, author=institution.name,
            at=letter.sent_at, issuer=letterhead.head(institution, letter.case.unit, on),
            marks=[day, number, case] if letter.number else [_("DRAFT"), day, case],
            addressee=[*letter.addressee.splitlines(), *lines_of_address(letter.html)],
            body=blocks(body_of(letter.html)), keywords=[letter.number] if letter.number else [],
            footer=f"{institution.name} · {letter.number or _('DRAFT')}", signature=letter.signatory.splitlines(),
            check=_check(letter) if letter.number else None,
            proof=proof_of(_("Receipt of the decision"), proof) if proof else None,
        )  # fmt: skip


def _check(letter: Letter) -> Check:
    lines = [
        _("This document is sealed electronically; it is valid without a signature."),
        _("Check it at {address}").format(address=page_for(letter)),
        _("Number: {number}").format(number=letter.number),
        _("Code: {code}").format(code=code_of(letter.uid)),
    ]
    alt = _("Code to scan: it leads to the page that says whether this letter is genuine and still valid.")
    return Check(picture_of(address_of(letter)), alt, lines)


def proof_of(title: str, text: str) -> Proof:
    """Return a receipt as small print under a title."""
    words = _("Proof that this stands in the public log of the institution, for a program that checks it.")
    return Proof(title, words, text.strip().splitlines())
