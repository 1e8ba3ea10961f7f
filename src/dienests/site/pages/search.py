"""Search: the cases that the reader sees, by number, and the paragraphs of the rulebooks, by words or number."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.listing import everything
from dienests.kernel.procedures.registry import find as procedure_of
from dienests.site.pages import finding
from dienests.site.pages.doors import public

LONGEST = 100
MOST_CASES = 20


@public
def page(request: HttpRequest) -> HttpResponse:
    """Show what was found; a stranger finds paragraphs only, and nobody learns of a case that they do not see."""
    asked = request.GET.get("q", "").strip()[:LONGEST]
    actor = getattr(request, "actor", None)
    shown = {"asked": asked, "cases": _cases(actor, asked), "provisions": finding.find(asked), "most": finding.MOST}
    return render(request, "site/pages/search.html", shown)


def _cases(actor: Actor | None, asked: str) -> list[dict[str, object]]:
    """Return the cases whose number contains what was asked; a word without a digit is no number."""
    if not actor or not any(sign.isdecimal() for sign in asked):
        return []
    found: list[Case] = everything(actor, number=asked)[0:MOST_CASES]
    return [{"case": each, "procedure": procedure_of(each.procedure, each.version)} for each in found]
