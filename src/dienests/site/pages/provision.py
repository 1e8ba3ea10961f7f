"""The page of a paragraph in four bands: norm, procedure, evidence, account."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dienests.kernel.account.carriers import Carrier, claims_of
from dienests.kernel.account.evidence import Deed
from dienests.kernel.norms.claims import Claim
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.procedures.items import Label
from dienests.site.diagrams.draw import draw
from dienests.site.pages import chart
from dienests.site.pages.changes import changes
from dienests.site.pages.days import day_of
from dienests.site.pages.doors import public
from dienests.site.pages.owed import owed
from dienests.site.pages.paragraph import Paragraph
from dienests.site.pages.procedure import Row, rows

COUNTS = ("done", "in_time", "late", "overdue", "running")


@public
def page(request: HttpRequest, act: str, address: str) -> HttpResponse:
    """Show one provision on a day, as far as the reader may know."""
    day = day_of(request)
    paragraph = Paragraph.find(act, address, on=day.on, today=day.today, reader=request.actor or None)  # type: ignore[attr-defined]
    if paragraph is None:
        raise Http404
    provision = paragraph.provision
    query = "" if day.on == day.today else f"?on={day.on.isoformat()}"
    shown = {
        "paragraph": paragraph, "provision": provision, "act": paragraph.act, "day": day, "query": query,
        "below": [each for each in paragraph.act.provisions if each.address.startswith(f"{address}.")],
        "neighbours": [(each, state, _url(each) + query) for each, state in paragraph.neighbours],
        "procedures": [_carried(each, claims_of(act, address)) for each in _latest(paragraph.carriers)],
        "deeds": _deeds(paragraph.deeds), "figures": _worded(paragraph.shown),
        "chart": chart.quarters(paragraph.shown.get("quarters", [])), "changes": changes(provision.basis),
        "owed": None if paragraph.before else owed(act, address, on=day.on, reader=paragraph.reader),
    }  # fmt: skip
    return render(request, "site/pages/provision.html", shown)


def _worded(shown: dict[str, Any]) -> dict[str, Any]:
    """Return the figures with "at least" before those that were rounded down."""
    if not shown or shown["rounded_down_to"] == 1:
        return shown
    quarters = [quarter | {"done": _at_least(quarter["done"])} for quarter in shown["quarters"]]
    return shown | {name: _at_least(shown[name]) for name in COUNTS} | {"quarters": quarters}


def _at_least(count: int | str) -> str:
    return count if isinstance(count, str) else _("at least %(n)s") % {"n": count}


def _url(provision: Any) -> str:
    return reverse("provision", kwargs={"act": provision.act, "address": provision.address})


def _latest(carriers: list[Carrier]) -> list[Carrier]:
    """Keep the newest version of each procedure: the account counts all of them, the page draws the one in force."""
    return list({each.procedure.slug: each for each in sorted(carriers, key=lambda c: c.procedure.version)}.values())


def _carried(carrier: Carrier, made: list[Claim]) -> dict[str, Any]:
    """Return how one procedure carries the paragraph: the lit piece, its acts, and what else rests on it."""
    lit = frozenset(carrier.counted)
    acts: list[Row] = [row for row in rows(carrier.procedure) if row.action.name in lit]
    own = [each for each in made if each.declaration.partition(".")[0] == carrier.procedure.slug]
    others = [each for each in own if each.declaration.partition(".")[2] not in lit]
    diagram = draw(carrier.procedure, lit=lit, only_lit=True)
    return {"procedure": carrier.procedure, "diagram": diagram, "rows": acts, "others": others}


def _deeds(found: list[Deed]) -> list[dict[str, Any]]:
    mandates = Mandate.objects.filter(pk__in={deed.mandate for deed in found if deed.mandate}).select_related("office")
    titles = {each.pk: each.office.title for each in mandates}
    return [{"deed": deed, "who": _who(deed, titles), "seal": deed.leaf.hex()[:12]} for deed in found]


def _who(deed: Deed, titles: dict[UUID, str]) -> Label:
    return titles.get(deed.mandate, deed.action.by.label) if deed.mandate else deed.action.by.label
