"""Taking a case out: what the archive will hold, and the archive itself."""

from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from dienests.kernel.archive.acts import ExportRefused
from dienests.kernel.log.receipts import verifier_hash
from dienests.site.export.exporting import export
from dienests.site.pages import failures
from dienests.site.pages.case_view import CaseView
from dienests.site.pages.doors import signed_in, with_form
from dienests.site.pages.limits import limited


@limited("export", per_hour=30)
@with_form
@signed_in
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tell what the archive holds; hand it out when the form is sent, after look and export were recorded."""
    actor, at = request.actor, datetime.now(UTC)  # type: ignore[attr-defined]
    if request.method != "POST":
        view = CaseView.of(pk, actor, at=at)
        return render(request, "site/export/page.html", {"view": view, "verifier": verifier_hash()})
    try:
        archive = export(case=pk, actor=actor, at=at)
    except ExportRefused as refused:
        return failures.page(request, 409, message=str(refused))
    response = HttpResponse(archive.content, content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=archive.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
