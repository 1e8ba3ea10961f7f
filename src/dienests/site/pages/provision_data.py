"""A paragraph for machines: JSON with all four bands, CSV of its quarters, and an Atom feed of its changes."""

import csv
from datetime import UTC, datetime, time
from io import StringIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dienests.kernel.account.carriers import claims_of
from dienests.kernel.norms import outline
from dienests.kernel.norms.basis import Basis
from dienests.kernel.norms.imported_text import ImportedText
from dienests.site.pages.changes import Change, changes
from dienests.site.pages.days import day_of
from dienests.site.pages.feeding import feed
from dienests.site.pages.owed import owed
from dienests.site.pages.paragraph import Paragraph

NO_STORE = "private, no-store"
AWHILE = "max-age=300"


def _paragraph(request: HttpRequest, act: str, address: str) -> Paragraph:
    day = day_of(request)
    found = Paragraph.find(act, address, on=day.on, today=day.today, reader=request.actor or None)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


@require_safe
def as_json(request: HttpRequest, act: str, address: str) -> JsonResponse:
    """Answer with the paragraph as JSON, as far as the reader may know it."""
    paragraph = _paragraph(request, act, address)
    answer = JsonResponse(described(request, paragraph), json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = NO_STORE if paragraph.reader else AWHILE
    return answer


def described(request: HttpRequest, paragraph: Paragraph) -> dict[str, Any]:
    """Return the paragraph as plain values; days are ISO 8601, moments UTC."""
    provision, words = paragraph.provision, paragraph.words
    return {
        "act": paragraph.act.slug, "address": provision.address, "kind": provision.kind.value,
        "url": request.build_absolute_uri(reverse("provision", args=[paragraph.act.slug, provision.address])),
        "title": _both(provision.title), "summary": _both(provision.summary), "on": paragraph.on.isoformat(),
        "state": paragraph.state.value if paragraph.state else None,
        "not_for_software": _both(provision.not_for_software) if provision.not_for_software else None,
        "official_text": {"text": words.text, "sha256": words.imported.sha256} if words else None,
        "procedure": [
            {"declaration": each.declaration, "label": str(each.label)}
            for each in claims_of(provision.act, provision.address)
        ],
        "evidence": [
            {"act": deed.action.name, "at": deed.at.astimezone(UTC).isoformat(), "leaf": deed.leaf.hex()}
            for deed in paragraph.deeds
        ],
        **_owed(paragraph),
        "account": paragraph.shown | {"counted_to": paragraph.counted_to.isoformat()} if paragraph.shown else None,
    }  # fmt: skip


def _owed(paragraph: Paragraph) -> dict[str, Any]:
    """Return the duties and indicators of the paragraph as its page shows them."""
    act, address = paragraph.act.slug, paragraph.provision.address
    found = None if paragraph.before else owed(act, address, on=paragraph.on, reader=paragraph.reader)
    if found is None:
        return {"duties": [], "indicators": []}
    return {
        "duties": [
            {
                "duty": each["duty"].slug, "label": str(each["duty"].label), "institution": found.institution.slug,
                "occurrences": [_occurrence(row["entry"]) for row in each["entries"]],
            }
            for each in found.duties
        ],
        "indicators": [
            {
                "indicator": each["indicator"].slug, "label": str(each["indicator"].label),
                "institution": found.institution.slug, "last": _point(each["last"]),
            }
            for each in found.indicators
        ],
    }  # fmt: skip


def _occurrence(entry: Any) -> dict[str, Any]:
    done = entry.occurrence.done_on if entry.occurrence else None
    return {
        "begins": entry.begins.isoformat(), "due": entry.due.isoformat(), "standing": entry.standing.value,
        "done_on": done.isoformat() if done else None,
    }  # fmt: skip


def _point(point: Any) -> dict[str, Any] | None:
    if point is None:
        return None
    value, target = (
        None if each is None else str(each) for each in (None if point.hidden else point.value, point.target)
    )
    return {"begins": point.begins.isoformat(), "ends": point.ends.isoformat(), "value": value, "target": target}


def _both(text: Any) -> dict[str, str]:
    return {"lv": text.lv, "en": text.en}


@require_safe
def as_csv(request: HttpRequest, act: str, address: str) -> HttpResponse:
    """Answer with the quarters of the account as CSV."""
    paragraph, written = _paragraph(request, act, address), StringIO()
    rows = csv.writer(written)
    rows.writerow(["year", "quarter", "done", "median_days", "rounded_down_to"])
    for each in paragraph.shown.get("quarters", []):
        days = "" if each["days"] is None else each["days"]
        rows.writerow([each["year"], each["quarter"], each["done"], days, paragraph.shown["rounded_down_to"]])
    answer = HttpResponse(written.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{paragraph.act.slug}-{address}.csv"'
    answer["Cache-Control"] = NO_STORE if paragraph.reader else AWHILE
    return answer


def _version(request: HttpRequest, act: str, address: str) -> str:
    if outline.provision(act, address) is None:
        raise Http404
    imported = ImportedText.objects.filter(act=act).count()
    parts = [change.id for change in changes(Basis(act, (address,)))]
    return " ".join([get_language() or "", str(imported), *parts])


@feed(_version)
def as_feed(request: HttpRequest, act: str, address: str) -> HttpResponse:
    """Answer with the feed of changes of a paragraph; it tells nothing of cases, so it is the same for everybody."""
    day = day_of(request)
    paragraph = Paragraph.find(act, address, on=day.today, today=day.today, reader=None)
    if paragraph is None:
        raise Http404
    link = request.build_absolute_uri(reverse("provision", args=[act, address]))
    title = _("%(act)s, paragraph %(address)s: changes") % {"act": paragraph.act.title, "address": address}
    written = Atom1Feed(
        title=title, link=link, description="", feed_url=request.build_absolute_uri(), language=get_language()
    )
    for change in changes(paragraph.provision.basis):
        _add(written, change, link)
    return HttpResponse(written.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _add(written: Atom1Feed, change: Change, link: str) -> None:
    at = datetime.combine(change.on, time(), tzinfo=UTC)
    written.add_item(
        title=str(change.what), link=f"{link}#changes", description=str(change.what), updateddate=at, pubdate=at,
        unique_id=f"tag:dienests,{change.on}:{change.id}",
    )  # fmt: skip


__all__ = ["as_csv", "as_feed", "as_json", "described"]
