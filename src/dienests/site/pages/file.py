"""A file of a case, for whoever reads the words with which it came: a copy without hidden data."""

from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from dienests.kernel.files import storing, vault
from dienests.kernel.files.kinds import KINDS
from dienests.kernel.files.stored_file import State, StoredFile
from dienests.site.pages import failures, looking
from dienests.site.pages.case_view import CaseView
from dienests.site.pages.doors import reading, signed_in


@reading
@signed_in
def page(request: HttpRequest, pk: UUID, file: UUID) -> HttpResponse:
    """Send a file, after the look was recorded; officials may ask for the original."""
    view = CaseView.of(pk, request.actor, at=datetime.now(UTC))  # type: ignore[attr-defined]
    found = next((each for files in view.files.values() for each in files if each.pk == file), None)
    if found is None or ("original" in request.GET and not view.official):
        raise Http404
    if not storing.passed_on(found, scanned=bool(settings.SCAN_URL)):
        return failures.page(request, 409, message=_refused(found))
    looking.at_case(view, page="file")
    try:
        part = vault.ORIGINAL if "original" in request.GET else vault.COPY
        content = vault.get(found.pk, part, subject=found.subject)
    except vault.Gone:
        return failures.page(request, 410, message=_("The file is no longer there: it was destroyed."))
    return _download(found, content)


def _refused(file: StoredFile) -> str:
    if file.state == State.REFUSED:
        return _("The scanner found a virus in the file, so it was removed. Ask for another copy.")
    return _("The file has not been checked for viruses yet; try again in a minute.")


def _download(file: StoredFile, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=KINDS[file.kind].media)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
