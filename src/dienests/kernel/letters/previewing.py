"""Previewing: a draft as the letter that it would become, before it has a number."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils.translation import override

from dienests.kernel.cases.participant import Participant
from dienests.kernel.letters.draft_text import DraftText
from dienests.kernel.letters.issuing import addressed
from dienests.kernel.letters.letter import Letter
from dienests.kernel.letters.paper import sheet_of
from dienests.kernel.letters.parts import Place
from dienests.kernel.letters.rendering import MissingValue, Words, rendered
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.typeset.setting import TypesettingFailed, pdf_of


def previewed(place: Place, *, at: datetime) -> Letter:
    """Return an unsaved letter with the words of the draft; raises MissingValue."""
    draft, case, procedure, letter = place.draft, place.case, place.procedure, place.letter
    text = DraftText.objects.filter(draft=draft, number=draft.text).first()
    with override(draft.language):
        to = Participant.objects.filter(case=case, role=letter.to.name).select_related("person").first()
        made = Letter(
            case=case, institution=case.institution, slug=draft.slug, sent_at=at, language=draft.language,
            title=str(letter.label), addressee=addressed(procedure, letter, case, to), signatory=approver(place),
        )  # fmt: skip
        made.title = made.title[:1].upper() + made.title[1:]
    words = Words(at, draft.language, "", made.addressee, made.signatory, text.fields if text else {})
    made.html = rendered(procedure, letter, case, place.action, words)
    return made


def approver(place: Place) -> str:
    """Return what the office is called that is to approve."""
    called = {role.office: role.label for role in place.procedure.roles.values() if role.office and not role.relation}
    words = str(called.get(place.draft.approver_office, place.draft.approver_office))
    return words[:1].upper() + words[1:]


def preview_pdf(place: Place, *, at: datetime) -> bytes:
    """Return the draft as PDF, without number, receipt and seal; raises MissingValue, MissingGlyph."""
    return pdf_of(sheet_of(previewed(place, at=at), proof=None))


def check(place: Place, *, at: datetime) -> None:
    """Raise Refusal with the sentence of whatever keeps the words from being printed."""
    with printable():
        preview_pdf(place, at=at)


@contextmanager
def printable() -> Iterator[None]:
    """Refuse what cannot be printed, with its sentence: a numbered letter must not wait for its seal for ever."""
    try:
        yield
    except (MissingValue, TypesettingFailed) as error:
        words: Label = str(error)
        raise Refusal(words, kind="fields") from None
