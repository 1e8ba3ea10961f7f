"""Importing the staff: upload, a preview of what would happen with every bad row named, then the confirmation."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from dienests.kernel.log.streams import ActorRef
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.refusals import PartiesError
from dienests.site.pages.admin_form import AdminForm, back
from dienests.site.pages.doors import administered, administrators, stepped_up, with_form
from dienests.site.staffing import upload
from dienests.site.staffing.problems import FileRefused
from dienests.site.staffing.table import MOST_BYTES, read
from dienests.site.staffing.taking_in import Report, take_in

SHOWN = 200


class Import(AdminForm):
    """The file, and whether units it names may be added."""

    file = forms.FileField(label=_("Staff list"), help_text=_("An .xlsx workbook or a CSV, at most 5 MB."))
    new_units = forms.BooleanField(required=False, label=_("Add units that do not exist yet"))

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data)
        if files is not None:
            self.files = files


@with_form
@administrators
@stepped_up
@sensitive_variables()
def page(request: HttpRequest) -> HttpResponse:
    """Take an upload, show what it would do, and do it once confirmed."""
    if request.POST.get("do") == "confirm":
        return _confirm(request)
    posted = request.method == "POST"
    form = Import(request.POST if posted else None, request.FILES if posted else None)
    report, key = None, ""
    if form.is_bound and form.is_valid():
        try:
            report, key = _preview(request, form.cleaned_data)
        except (FileRefused, PartiesError) as refused:
            form.add_error("file", str(refused))
    shown: dict[str, Any] = {"form": form, "report": report, "key": key, "more": 0}
    if report is not None:
        shown |= {"problems": report.problems[:SHOWN], "more": max(0, len(report.problems) - SHOWN)}
        shown |= {"basis": form.cleaned_data["basis"], "new_units": form.cleaned_data["new_units"]}
    return render(request, "site/pages/staff_import.html", shown, status=422 if form.errors else 200)


@sensitive_variables()
def _preview(request: HttpRequest, data: dict[str, Any]) -> tuple[Report, str]:
    # Only so much is read of what may be far larger.
    content, at = data["file"].read(MOST_BYTES + 1), datetime.now(UTC)
    report = _take(request, content, basis=data["basis"], new_units=data["new_units"], at=at, dry=True)
    if report.problems:
        return report, ""
    institution, _mandate = administered(request.actor)  # type: ignore[attr-defined]
    who = request.actor.person  # type: ignore[attr-defined]
    return report, str(upload.keep(content, institution=institution, person=who, at=at))


@sensitive_variables()
def _confirm(request: HttpRequest) -> HttpResponse:
    at, who = datetime.now(UTC), request.actor.person  # type: ignore[attr-defined]
    institution, _mandate = administered(request.actor)  # type: ignore[attr-defined]
    basis, new_units = request.POST.get("basis", ""), request.POST.get("new_units") == "1"
    try:
        content = upload.kept(request.POST.get("key", ""), institution=institution, person=who, at=at)
        report = _take(request, content, basis=basis, new_units=new_units, at=at, dry=False)
    except (FileRefused, PartiesError) as refused:
        form = Import()
        return render(request, "site/pages/staff_import.html", {"form": form, "refusal": str(refused)}, status=409)
    if report.problems:
        shown = {"form": Import(), "report": report, "problems": report.problems[:SHOWN], "key": ""}
        return render(request, "site/pages/staff_import.html", shown, status=409)
    upload.forget(person=who)
    return back("staff")


@sensitive_variables()
def _take(
    request: HttpRequest, content: bytes, *, basis: str, new_units: bool, at: datetime, dry: bool
) -> Report:  # fmt: skip
    institution, mandate = administered(request.actor)  # type: ignore[attr-defined]
    return take_in(
        table=read(content), institution=Institution.objects.get(pk=institution), basis=basis,
        by=ActorRef(mandate=mandate), at=at, new_units=new_units, dry=dry,
    )  # fmt: skip
