"""A case with everything that its page shows to one person: the case, its course, and what lies around it."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import Q

from dienests.kernel.cases.redactions import Judged, judged_by
from dienests.kernel.cases.sight import visible
from dienests.kernel.letters.reading import readable_letters
from dienests.kernel.procedures.earlier import letter_of
from dienests.kernel.procedures.registry import find
from dienests.site.pages.case_kept import CaseKept


@dataclass(frozen=True)
class CaseView(CaseKept):
    """A case with everything that its page shows to one person; each part is computed when it is asked for."""

    @cached_property
    def letters(self) -> list[dict[str, Any]]:
        """The letters of the case that this person may read."""
        sent = readable_letters(self.actor, self.case) if self._did("sends") else []
        titles = {each.slug: letter_of(self.procedure, each.slug).label for each in sent}
        return [
            {"number": each.pk, "title": titles[each.slug], "sent_at": each.sent_at, "name": each.number}
            for each in sent
        ]

    @cached_property
    def judged(self) -> Judged:
        """The days that decide which redaction and version judge; a day that the reader may not read is left out."""
        found = judged_by(self.procedure, self.case, self.record)
        return found if self.procedure.conduct_day in self.readable else replace(found, substance=None)

    @cached_property
    def related(self) -> list[dict[str, Any]]:
        """The case above and the cases below, as far as this person sees them."""
        if self.case.parent_id is None and not self._did("opens"):
            return []
        found = visible(self.actor).filter(Q(pk=self.case.parent_id) | Q(parent=self.case.pk)).order_by("opened_at")
        return [{"case": each, "title": find(each.procedure, each.version).title} for each in found]

    def _did(self, what: str) -> bool:
        """Say whether an act of this case had a consequence of this kind; what cannot be is not asked for."""
        return any(getattr(each.action.follows, what) for each in self.history if each.action)
