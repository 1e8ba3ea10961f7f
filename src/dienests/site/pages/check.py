"""The page of verification, open to everybody: by number and code, by the picture on the letter, or by a file."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dienests.kernel.access.refusals import TooOften
from dienests.kernel.dispatch.moving import DispatchRefused
from dienests.kernel.letters.sealing import file_name
from dienests.kernel.signatures.refusals import Busy, SealRefused
from dienests.kernel.signatures.verifying import examine
from dienests.kernel.verification.asking import ask, lettered
from dienests.kernel.verification.original import original
from dienests.site.pages import failures
from dienests.site.pages.doors import with_form

MEGABYTE = 1024 * 1024


class CodeForm(forms.Form):
    """Number and code as they stand on the letter."""

    use_required_attribute = False
    number = forms.CharField(
        label=gettext_lazy("Number"), max_length=60, help_text=gettext_lazy("As on the letter, such as V/2026/17.")
    )
    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=60,
        help_text=gettext_lazy("Four groups of four letters and digits; capitals and hyphens do not matter."),
    )  # fmt: skip


class FileForm(forms.Form):
    """A PDF that somebody got."""

    use_required_attribute = False
    file = forms.FileField(
        label=gettext_lazy("PDF file"), allow_empty_file=True,
        help_text=gettext_lazy("It is looked at and not kept. Any sealed or signed PDF may be checked here."),
    )  # fmt: skip


@with_form
def page(request: HttpRequest) -> HttpResponse:
    """Ask for number and code, and tell what the letter is; the picture on the letter fills both in."""
    given: Any = {"number": request.GET.get("number", ""), "code": request.GET.get("code", "")}
    asked = any(given.values())
    form = CodeForm(given if asked else None, auto_id="%s")
    shown: dict[str, Any] = {"form": form, "files": FileForm(auto_id="file-%s")}
    status = 200
    if asked:
        status = _tell(form, shown)
    return _private(render(request, "site/pages/check.html", shown, status=status))


@with_form
def file_page(request: HttpRequest) -> HttpResponse:
    """Look at a file that is handed in, and tell what was found; nothing of it is kept."""
    if request.method != "POST":
        return redirect("check")
    form = FileForm(request.POST, request.FILES, auto_id="file-%s")
    shown: dict[str, Any] = {"form": CodeForm(auto_id="%s"), "files": form}
    if _is_large(request):
        words = _("The file is larger than {most} MB: files of this size are not looked at here.")
        form.errors["file"] = form.error_class([words.format(most=settings.FILE_UPLOAD_MAX_MEMORY_SIZE // MEGABYTE)])
    elif form.is_valid():
        try:
            shown["verdict"] = examine(form.cleaned_data["file"].read(), at=datetime.now(UTC))
        except (SealRefused, Busy) as wrong:
            return _private(failures.page(request, 503, message=str(wrong)))
    return _private(render(request, "site/pages/check.html", shown, status=422 if form.errors else 200))


@with_form
def original_page(request: HttpRequest) -> HttpResponse:
    """Send the sealed original to whoever gives number and code; it is asked for by a button, never by a link."""
    form = CodeForm(request.POST or None, auto_id="%s")
    if not form.is_valid():
        return redirect("check")
    at = datetime.now(UTC)
    try:
        letter = lettered(at=at, **form.cleaned_data)
        if letter is None:
            return _private(failures.page(request, 404, message=_("No letter has this number and this code.")))
        content = original(letter=letter, at=at)
    except (TooOften, DispatchRefused) as refused:
        return _private(failures.page(request, 409, message=str(refused)))
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file_name(letter))
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return _private(answer)


def _is_large(request: HttpRequest) -> bool:
    """Tell whether the file was so large that nothing of it was taken in."""
    sent = int(request.META.get("CONTENT_LENGTH") or 0)
    return sent > settings.FILE_UPLOAD_MAX_MEMORY_SIZE


def _tell(form: CodeForm, shown: dict[str, Any]) -> int:
    """Put the answer into what is shown and return the status."""
    if not form.is_valid():
        return 422
    try:
        shown["paper"] = ask(at=datetime.now(UTC), **form.cleaned_data)
    except TooOften as often:
        form.add_error(None, str(often))
        return 429
    if shown["paper"] is None:
        form.add_error(
            None, _("No letter of ours has this number and this code: compare both with the letter, sign by sign.")
        )
        return 404
    return 200


def _private(answer: HttpResponse) -> HttpResponse:
    """Keep what stands on a letter out of stores and search engines.

    Other sites learn no address of ours from any page. To tell none to ourselves either would make browsers send the
    forms of this page with the origin `null`, which the check against forged forms refuses.
    """
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
