"""The home page: each rulebook as a strip of its provisions, on any day; what is late comes first; search."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dienests.kernel.access.actor import Actor
from dienests.kernel.account.states import State, states
from dienests.kernel.norms import outline
from dienests.kernel.norms.act import Provision
from dienests.site.pages.days import Day, day_of
from dienests.site.pages.doors import public
from dienests.site.pages.finding import find
from dienests.site.pages.remembered import remembered
from dienests.site.pages.strips import strips


@dataclass(frozen=True, slots=True)
class Hit:
    """A provision that was searched for, with its state on the day (None before the act was issued)."""

    provision: Provision
    act: str
    state: State | None


@public
@remembered
def page(request: HttpRequest) -> HttpResponse:
    """Show the strips of all rulebooks, or what was searched for in them."""
    day, reader = day_of(request), request.actor or None  # type: ignore[attr-defined]
    asked = request.GET.get("q", "").strip()[:100]
    drawn = strips(outline.acts(), on=day.on, today=day.today, reader=reader)
    late = [provision for each in drawn for provision in each.overdue]
    shown = {"strips": drawn, "late": late, "day": day, "asked": asked, "hits": _hits(asked, day, reader)}
    return render(request, "site/pages/home.html", shown)


def _hits(asked: str, day: Day, reader: Actor | None) -> list[Hit]:
    found = find(asked) if asked else []
    acts = {each.act: outline.act(each.act) for each in found}
    known = {slug: states(act, on=day.on, today=day.today, reader=reader) for slug, act in acts.items()}
    return [Hit(each, str(acts[each.act].title), known[each.act].get(each.address)) for each in found]
