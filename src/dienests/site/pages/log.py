"""The public page of the log: what it is, what it proves and what not, its state, and how anybody checks it."""

import base64
from datetime import datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dienests.kernel.calendar.zone import RIGA
from dienests.kernel.log.published import Continuation, NothingThere, continued, published
from dienests.kernel.log.receipts import VERIFIER, verifier_hash
from dienests.kernel.parties.institution import Institution
from dienests.site.pages.doors import public
from dienests.site.pages.feeding import feed

SHOWN, IN_FEED = 14, 90


@public
def page(request: HttpRequest) -> HttpResponse:
    """Show the log; before its first checkpoint the page says so."""
    try:
        found, wrong = published(), ""
    except NothingThere as broken:
        found, wrong = None, str(broken)
    days = found.days if found else []
    shown: dict[str, Any] = {
        "found": found, "wrong": wrong, "newest": days[:SHOWN], "older": days[SHOWN:], "verifier": VERIFIER,
        "sha256": verifier_hash(), "played": Institution.objects.filter(is_demonstration=True).exists(),
    }  # fmt: skip
    return render(request, "site/pages/log.html", shown)


@public
def consistency_page(request: HttpRequest) -> HttpResponse:
    """Show the proof that one checkpoint continues another, or the sentence why there is none."""
    found, wrong = _continued(request)
    hashes = [base64.b64encode(each).decode() for each in found.proof] if found else []
    shown = {"found": found, "hashes": hashes, "wrong": wrong, "query": request.GET.urlencode(), **_asked(request)}
    return render(request, "site/pages/log_consistency.html", shown, status=404 if wrong else 200)


@public
def consistency_json(request: HttpRequest) -> HttpResponse:
    """Answer with the proof as JSON."""
    found, wrong = _continued(request)
    if found is None:
        return JsonResponse({"error": wrong}, status=404, json_dumps_params={"ensure_ascii": False})
    new = found.new
    return JsonResponse({
        "old_size": found.old, "new_size": new.checkpoint.size,
        "proof": [base64.b64encode(each).decode() for each in found.proof], "checkpoint": new.note,
    }, json_dumps_params={"ensure_ascii": False})  # fmt: skip


@public
def consistency_text(request: HttpRequest) -> HttpResponse:
    """Answer with the proof as the file that the stand-alone verifier takes."""
    found, wrong = _continued(request)
    kind = "text/plain; charset=utf-8"
    if found is None:
        return HttpResponse(f"{wrong}\n", status=404, content_type=kind)
    answer = HttpResponse(found.text(), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="consistency-{found.old}-{found.new.checkpoint.size}.txt"'
    return answer


def _asked(request: HttpRequest) -> dict[str, str]:
    return {"old": request.GET.get("from", "").strip(), "new": request.GET.get("to", "").strip()}


def _continued(request: HttpRequest) -> tuple[Continuation | None, str]:
    try:
        return continued(**_asked(request)), ""
    except NothingThere as sentence:
        return None, str(sentence)


def _version(request: HttpRequest) -> str:
    found = published()
    return f"{get_language()} {found.last.note if found else ''}"


@feed(_version)
def as_feed(request: HttpRequest) -> HttpResponse:
    """Answer with the checkpoints of each day as an Atom feed: its readers keep copies that we cannot rewrite."""
    found = published()
    written = Atom1Feed(
        title=_("Checkpoints of the log"), link=request.build_absolute_uri(reverse("log")), description="",
        feed_url=request.build_absolute_uri(), language=get_language(),
    )  # fmt: skip
    for day in found.days[:IN_FEED] if found else []:
        note = continued("0", day.isoformat()).new.note
        at = datetime.combine(day, time(23, 59, 59), tzinfo=RIGA)
        written.add_item(
            title=f"{day:%d.%m.%Y}.", link=request.build_absolute_uri(reverse("log-dated", args=[day.isoformat()])),
            description=note, updateddate=at, pubdate=at, unique_id=f"tag:dienests,{day}:checkpoint-{note[-20:-1]}",
        )  # fmt: skip
    return HttpResponse(written.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
