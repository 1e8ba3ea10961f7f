"""The page of a rulebook: every provision, what it asks, and which procedure carries it."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dienests.kernel.norms.act import Chapter, Provision
from dienests.kernel.norms.coverage import Coverage, coverage
from dienests.site.pages.doors import public


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the outline: a chapter, or a provision with its state."""

    chapter: Chapter | None
    provision: Provision | None
    state: str = ""


@public
def page(request: HttpRequest, act: str) -> HttpResponse:
    """Show the outline of one act."""
    found = next((each for each in coverage() if each.act.slug == act), None)
    if found is None:
        raise Http404
    return render(request, "site/pages/rulebook.html", {"book": found, "lines": lines(found)})


def lines(book: Coverage) -> list[Line]:
    """Return chapters and provisions in the order of the document."""
    return [
        Line(None, each, state(book, each.address)) if isinstance(each, Provision) else Line(each, None)
        for each in book.act.items()
    ]


def state(book: Coverage, address: str) -> str:
    """Return "claimed", "not-for-software" or "open"."""
    if address in book.claimed:
        return "claimed"
    return "not-for-software" if any(each.address == address for each in book.not_for_software) else "open"
