"""The page of a letter."""

from datetime import UTC, datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from dienests.kernel.cases.sight import visible
from dienests.kernel.dispatch.notified import contest_ends, notified
from dienests.kernel.dispatch.opening import opened, way_of
from dienests.kernel.letters.amenders import amender
from dienests.kernel.letters.contested import contest_for
from dienests.kernel.letters.reading import readable_letters
from dienests.site.pages import looking
from dienests.site.pages.doors import reading, signed_in


@reading
@signed_in
def page(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Show a letter as it was sent, to those who may read it."""
    actor = request.actor  # type: ignore[attr-defined]
    case = get_object_or_404(visible(actor, among=[pk]))
    letter = next((each for each in readable_letters(actor, case) if each.pk == number), None)
    if letter is None:
        raise Http404
    at = datetime.now(UTC)
    looking.at_letter(actor, case, letter, at=at)
    opened(letter=letter, person=actor.person, at=at)
    row, contest = way_of(letter), contest_for(letter)
    told = notified(row)
    shown = {
        "case": case, "letter": letter, "contest": contest, "row": row, "told": told,
        "until": contest_ends(contest, told) if contest else None,
        # Letters with a number say themselves how they are contested, where that is set.
        "contest_printed": bool(contest and letter.number),
        "draft": None if letter.participant and letter.participant.person_id == actor.person else letter.draft_id,
        "later": [*letter.corrections.order_by("pk"), *letter.revocations.order_by("pk")],
        "earlier": letter.corrects or letter.revokes,
        "may_amend": bool(letter.number) and amender(actor, letter, at=at) is not None,
    }  # fmt: skip
    return render(request, "site/pages/letter.html", shown)
