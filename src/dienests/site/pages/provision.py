"""The page of a paragraph: what it asks (norm), and how that is done (procedure)."""

from dataclasses import dataclass, field

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dienests.kernel.norms import outline
from dienests.kernel.norms.claims import Claim, claims
from dienests.kernel.norms.imported_text import words_of
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import newest
from dienests.site.pages.doors import public
from dienests.site.pages.procedure import Row, rows


@dataclass(slots=True)
class Carried:
    """How one procedure carries the paragraph: acts, and other declared things."""

    procedure: type[Procedure]
    rows: list[Row] = field(default_factory=list)
    others: list[Claim] = field(default_factory=list)


@public
def page(request: HttpRequest, act: str, address: str) -> HttpResponse:
    """Show one provision."""
    provision = outline.provision(act, address)
    if provision is None:
        raise Http404
    below = [each for each in outline.act(act).provisions if each.address.startswith(f"{address}.")]
    words = words_of(act, address)
    shown = {
        "act": outline.act(act),
        "provision": provision,
        "words": words,
        "below": below,
        "carried": carried(act, address),
    }
    return render(request, "site/pages/provision.html", shown)


def carried(act: str, address: str) -> list[Carried]:
    """Return the procedures that rest on a provision, with their acts on it."""
    made = [each for each in claims() if each.basis.act == act and address in each.basis.addresses]
    found = []
    for procedure in newest().values():
        own = {each.declaration.partition(".")[2]: each for each in made if _of(each, procedure)}
        if own:
            acts = [row for row in rows(procedure) if row.action.name in own]
            names = {row.action.name for row in acts}
            found.append(Carried(procedure, acts, [each for name, each in own.items() if name not in names]))
    return found


def _of(claim: Claim, procedure: type[Procedure]) -> bool:
    return claim.declaration.partition(".")[0] == procedure.slug
