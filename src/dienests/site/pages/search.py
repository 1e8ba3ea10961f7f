"""Search: cases that the reader sees and paragraphs of the rulebooks, by words or number, and why they match."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases import searching
from dienests.kernel.cases.listing import everything
from dienests.kernel.procedures.registry import find as procedure_of
from dienests.site.pages import finding
from dienests.site.pages.doors import public

LONGEST = 100
# What happened a moment ago is taken into the index before it is asked; the worker does the rest.
AT_ONCE = 200


@public
def page(request: HttpRequest) -> HttpResponse:
    """Show what was found; a stranger finds paragraphs only, and nobody learns of a case that they do not see."""
    asked = request.GET.get("q", "").strip()[:LONGEST]
    actor = getattr(request, "actor", None)
    cases, whole = _cases(actor, asked) if actor and asked else ([], True)
    provisions = [(each, finding.why(each, asked)) for each in finding.find(asked)]
    shown = {
        "asked": asked, "cases": cases, "whole": whole, "provisions": provisions, "most": finding.MOST,
        "official": bool(actor and actor.offices),
    }  # fmt: skip
    return render(request, "site/pages/search.html", shown)


def _cases(actor: Actor, asked: str) -> tuple[list[dict[str, Any]], bool]:
    """Return the cases that hold the words, else those whose number holds what was asked; and whether that is all."""
    searching.keep_up(most=AT_ONCE)
    found = searching.find(actor, asked)
    hits = [{"case": hit.case, "procedure": hit.procedure, "why": hit.why} for hit in found.hits]
    if hits or not any(sign.isdecimal() for sign in asked):
        return hits, found.whole
    listed = everything(actor, number=asked)
    cases = listed[0 : searching.MOST]
    return [
        {"case": each, "procedure": procedure_of(each.procedure, each.version), "why": (("number", each.number),)}
        for each in cases
    ], listed.count() <= searching.MOST
