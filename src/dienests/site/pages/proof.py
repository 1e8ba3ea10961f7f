"""The receipt of one act or figure: a page, and two files that prove it to whoever distrusts this site."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dienests.kernel.indicators.snapshot import Snapshot
from dienests.kernel.indicators.years import years
from dienests.kernel.log.receipts import VERIFIER, Receipt, receipt_of, verifier_hash
from dienests.kernel.log.refusals import NotSealed, TreeBroken
from dienests.site.pages import looking
from dienests.site.pages.case_view import CaseView
from dienests.site.pages.doors import public, reading, signed_in
from dienests.site.pages.history import Happened
from dienests.site.pages.indicators import indicator_of

JSON, TEXT = "json", "tlog-proof"


@reading
@signed_in
def page(request: HttpRequest, pk: UUID, event: UUID) -> HttpResponse:
    """Show or send the receipt of an act to those who see the act, after the look was recorded."""
    view = CaseView.of(pk, request.actor, at=datetime.now(UTC))  # type: ignore[attr-defined]
    step = next((each for each, _reasons in view.steps if each.id == event), None)
    if step is None:
        raise Http404
    looking.at_case(view, page="receipt-of-act")
    shown = {"view": view, "step": step}
    return _answered(request, event, shown, with_content=_may_read(view, step))


@public
def figure(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Show or send the receipt of a year's figure; of figures too small to be public there is none."""
    found = Snapshot.objects.filter(pk=pk, indicator=slug).first()
    if found is None:
        raise Http404
    told = years(indicator_of(slug), found.institution_id, reader=None)
    year = next((each for each in told if each.snapshot.pk == pk), None)
    if year is None or year.hidden or year.few:
        raise Http404
    return _answered(request, found.event, {"snapshot": found, "year": year}, with_content=True)


def _may_read(view: CaseView, step: Happened) -> bool:
    """Tell whether the reader may have what was written: own acts, or every field that the act wrote is readable."""
    written = set(step.action.fields) if step.action else set()
    return step.mine or (written <= view.readable and not (step.internal and not view.official))


def _answered(request: HttpRequest, event: UUID, shown: dict[str, Any], *, with_content: bool) -> HttpResponse:
    try:
        receipt, wrong = receipt_of(event, with_content=with_content), ""
    except (NotSealed, TreeBroken) as refused:
        receipt, wrong = None, str(refused)
    wanted = request.GET.get("as", "")
    if wanted in (JSON, TEXT):
        return _file(receipt, wanted, event) if receipt else HttpResponse(f"{wrong}\n", status=409)
    shown |= {"receipt": receipt, "wrong": wrong, "verifier": VERIFIER, "sha256": verifier_hash()}
    if receipt is not None and receipt.content is not None:
        shown["content"] = json.dumps(receipt.content["payload"], ensure_ascii=False, indent=1)
    return render(request, "site/pages/proof.html", shown)


def _file(receipt: Receipt, wanted: str, event: UUID) -> HttpResponse:
    if wanted == JSON:
        answer = HttpResponse(receipt.json(), content_type="application/json; charset=utf-8")
    else:
        answer = HttpResponse(receipt.text(), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{event}.{wanted}"'
    return answer
