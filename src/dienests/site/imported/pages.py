"""Pages of cases that other institutions handed over: the list, one case, its files, and its end."""

from datetime import UTC, datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dienests.kernel.archive import importing, verification
from dienests.kernel.archive.imported_case import ImportedCase
from dienests.kernel.archive.verification import ArchiveRefused
from dienests.kernel.files import vault
from dienests.kernel.log.entry import ActorRef
from dienests.site.imported import looks
from dienests.site.imported.shown import Shown
from dienests.site.pages import failures
from dienests.site.pages.doors import reading, signed_in, with_form
from dienests.site.pages.rows import PER_PAGE

LONGEST_NUMBER = 40
ARCHIVE = "archive.zip"


@reading
@signed_in
def listed(request: HttpRequest) -> HttpResponse:
    """List the imported cases of the reader's offices, found by number; no name of a person stands here."""
    number = request.GET.get("number", "").strip()[:LONGEST_NUMBER]
    found = importing.visible(request.actor)  # type: ignore[attr-defined]
    if number:
        found = found.filter(number__icontains=number)
    part = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "site/imported/list.html", {"part": part, "number": number})


@with_form
@signed_in
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a case as it was handed over; a form with a basis destroys what the archive holds."""
    imported, at = _found(request, pk), datetime.now(UTC)
    if request.method == "POST":
        return _destroyed(request, imported, at)
    return _page(request, imported, at, error="")


def _page(request: HttpRequest, imported: ImportedCase, at: datetime, *, error: str) -> HttpResponse:
    try:
        shown = Shown.of(imported, get_language() or "lv")
    except vault.Gone:
        return render(request, "site/imported/gone.html", {"imported": imported}, status=410)
    except ArchiveRefused as refused:
        return failures.page(request, 422, message=str(refused))
    looks.at_imported(request.actor, imported, shown.case, at=at)  # type: ignore[attr-defined]
    given = {"imported": imported, "shown": shown, "told": shown.told, "files": "files/", "error": error}
    return render(request, "site/imported/case.html", given, status=422 if error else 200)


def _destroyed(request: HttpRequest, imported: ImportedCase, at: datetime) -> HttpResponse:
    basis = request.POST.get("basis", "").strip()[:300]
    if not basis:
        return _page(request, imported, at, error=_("Say on which order or paragraph the archive is destroyed."))
    mandate = looks.mandate_of(request.actor, imported)  # type: ignore[attr-defined]
    importing.destroy(imported=imported, basis=basis, by=ActorRef(mandate=mandate), at=at)
    return redirect("imported")


@reading
@signed_in
def file(request: HttpRequest, pk: UUID, member: str) -> HttpResponse:
    """Send a file of the archive, or the archive itself; never as a page of ours."""
    imported = _found(request, pk)
    try:
        content = importing.archive_of(imported)
        shown = Shown.of(imported, get_language() or "lv")
        data = content if member == ARCHIVE else verification.member(content, member)
    except KeyError:
        raise Http404 from None
    except vault.Gone:
        return failures.page(request, 410, message=_("The file is no longer there: it was destroyed."))
    except ArchiveRefused as refused:
        return failures.page(request, 422, message=str(refused))
    looks.at_imported(request.actor, imported, shown.case, at=datetime.now(UTC), page="imported-file")  # type: ignore[attr-defined]
    response = HttpResponse(data, content_type="application/octet-stream")
    named = f"{imported.number}.zip" if member == ARCHIVE else member.rpartition("/")[2]
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=named)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _found(request: HttpRequest, pk: UUID) -> ImportedCase:
    found: ImportedCase = get_object_or_404(importing.visible(request.actor), pk=pk)  # type: ignore[attr-defined]
    return found
