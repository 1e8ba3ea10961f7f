"""What of a case was erased, held and put right, for its page; a case without any of it costs no query."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dienests.kernel.retention import charged, holds, rectifying
from dienests.kernel.retention.erasure import Erasure
from dienests.kernel.retention.hold import Hold
from dienests.kernel.retention.periods import labels
from dienests.site.pages.case_doing import CaseDoing
from dienests.site.pages.history import Happened
from dienests.site.pages.shown import Answer


@dataclass(frozen=True)
class CaseKept(CaseDoing):
    """A case with what was erased of it, the hold that stands on it, and the facts that were rectified."""

    @cached_property
    def erased(self) -> list[dict[str, Any]]:
        """The erasings of this case, oldest first: when, on which basis, and what."""
        if self.case.erased_at is None:
            return []
        told: dict[Any, dict[str, Any]] = {}
        named, happened = labels(), {each.id: each for each in self.history}
        for row in Erasure.objects.filter(case=self.case).order_by("at", "slug"):
            event = happened.get(row.event)
            entry = told.setdefault(row.event, {"at": row.at, "basis": event.basis if event else "", "kinds": []})
            entry["kinds"].append(named.get(row.slug, row.slug))
        return list(told.values())

    @cached_property
    def hold(self) -> Hold | None:
        """The hold that stands on this case."""
        return holds.standing(self.case) if self._did_any({holds.PLACED}) else None

    @cached_property
    def rectified(self) -> dict[str, Happened]:
        """The last rectification of each field, by field."""
        if not self._did_any({rectifying.ACT}):
            return {}
        happened = {each.id: each for each in self.history}
        return {name: happened[event.pk] for name, event in rectifying.rectified(self.case.pk).items()}

    @property
    def answered(self) -> list[tuple[Answer, Happened | None]]:
        """The answers that this person reads, each with its rectification."""
        shown = [field for field in self.filled if field.name in self.readable]
        return [(each, self.rectified.get(field.name)) for each, field in zip(self.answers, shown, strict=True)]

    @property
    def may_rectify(self) -> bool:
        """Say whether rectifying is offered: to officials who read something of a case that was not erased."""
        return self.official and self.case.erased_at is None and bool(self.answers)

    @cached_property
    def may_retain(self) -> bool:
        """Say whether the person decides on erasing in this case, or on a hold."""
        if not self.official:
            return False
        case = self.case
        return self.leads or charged.in_charge(self.actor, case.institution_id, case.unit_id) is not None
