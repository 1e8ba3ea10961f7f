"""A letter as its sealed PDF, made on the spot where the worker has not come to it yet."""

from datetime import UTC, datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dienests.kernel.cases.relations import opened_own
from dienests.kernel.cases.sight import visible
from dienests.kernel.files import vault
from dienests.kernel.letters import sealing
from dienests.kernel.letters.confirmation import confirmation
from dienests.kernel.letters.evidence import NotReady
from dienests.kernel.letters.letter import State
from dienests.kernel.letters.reading import readable_letters
from dienests.kernel.log.refusals import SealingRefused, TreeBroken
from dienests.kernel.signatures.refusals import SealRefused
from dienests.kernel.typeset.setting import TypesettingFailed
from dienests.site.pages import failures, looking
from dienests.site.pages.doors import reading, signed_in

NOT_YET = (NotReady, SealRefused, SealingRefused, TreeBroken, TypesettingFailed)


@reading
@signed_in
def page(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Send the sealed PDF of a letter to who may read it, after the look was recorded."""
    actor, at = request.actor, datetime.now(UTC)  # type: ignore[attr-defined]
    case = get_object_or_404(visible(actor, among=[pk]))
    letter = next((each for each in readable_letters(actor, case) if each.pk == number), None)
    if letter is None or letter.state == State.PAGE:
        raise Http404
    looking.at_letter(actor, case, letter, at=at, page="letter-pdf")
    try:
        letter = sealing.seal_letter(letter.pk, at=at)
        return shown_pdf(sealing.sealed_pdf(letter), sealing.file_name(letter))
    except NOT_YET:
        return failures.page(request, 503, message=str(NotReady()))
    except vault.Gone:
        return failures.page(request, 410, message=_("The file is no longer there: it was destroyed."))


@reading
@signed_in
def receipt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the sealed receipt of a submission to who made it."""
    actor, at = request.actor, datetime.now(UTC)  # type: ignore[attr-defined]
    case = get_object_or_404(visible(actor, among=[pk]).select_related("institution", "unit"))
    if not opened_own(actor.person, case):
        raise Http404
    try:
        return shown_pdf(confirmation(case, language=get_language() or "lv", at=at), f"{case.number}.pdf")
    except NOT_YET:
        return failures.page(request, 503, message=str(NotReady()))


def shown_pdf(content: bytes, name: str) -> HttpResponse:
    """Return a PDF that the browser saves under a name; nothing in it runs here."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
