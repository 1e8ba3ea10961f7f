"""The everyday side of a case for one person: who handles it, what was said, what is linked, what may be done."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.inbox import serving
from dienests.kernel.cases.sight import roles_in
from dienests.kernel.files.stored_file import StoredFile
from dienests.kernel.handling import attaching, correcting, linking, past, postings, withdrawing
from dienests.kernel.handling.assignment import Handling, handling
from dienests.kernel.handling.posting import Posting
from dienests.kernel.handling.readers import MESSAGE, NOTE, roles_reading
from dienests.kernel.procedures.contests import contest_of, decides
from dienests.kernel.procedures.registry import find
from dienests.site.pages.case_course import CaseCourse
from dienests.site.pages.history import Happened

SHOWN = 4  # so many steps of a case are shown at once
HANDLED = {"take_case", "assign_case"}
SAID = {"add_note", "send_message", "add_statement"}


@dataclass(frozen=True)
class CaseDoing(CaseCourse):
    """A case with its everyday work; what cannot be there, as its history tells, is not asked for."""

    @cached_property
    def form(self) -> UUID:
        """The id of the forms on this page: what they ask is done once, however often they are sent."""
        return uuid4()

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles by office through which the person sees the case; none in an own matter."""
        return frozenset() if self.takes_part else roles_in(self.actor, self.procedure, self.case)

    @property
    def takes_part(self) -> bool:
        """Say whether the person opened the case or is a party of it."""
        return self.own or any(
            each.person_id == self.actor.person and each.left_at is None for each in self.case.participants.all()
        )

    @property
    def official(self) -> bool:
        """Say whether the person sees the case by office."""
        return bool(self.roles)

    @cached_property
    def happened(self) -> list[Happened]:
        """What the person is told of, newest first: internal steps are told to officials only."""
        return [each for each in self.history if self.official or not each.internal]

    @property
    def newest_steps(self) -> list[tuple[Happened, str]]:
        """The steps that are shown at once; what is new is always among them."""
        return self.steps[: max([SHOWN, *(place for place, each in enumerate(self.happened, 1) if each.new)])]

    @property
    def older_steps(self) -> list[tuple[Happened, str]]:
        """The steps that unfold."""
        return self.steps[len(self.newest_steps) :]

    @cached_property
    def reasons(self) -> dict[UUID, str]:
        """Why acts were corrected and the case reopened, by event: for the opener and those who read what was sent."""
        reads = self.own or bool(self.roles & roles_reading(MESSAGE, self.procedure))
        told = {past.CORRECTION, past.REOPENING}
        return correcting.reasons_of(self.case.pk) if reads and self._did_any(told) else {}

    @property
    def steps(self) -> list[tuple[Happened, str]]:
        """What the person is told of, newest first, with the reasons where there are any."""
        return [(each, self.reasons.get(each.id, "")) for each in self.happened]

    @property
    def untold(self) -> int:
        """How many internal steps are not shown to this person."""
        return len(self.history) - len(self.happened)

    def _did_any(self, acts: set[str]) -> bool:
        return any(each.act in acts for each in self.history)

    @cached_property
    def handling(self) -> Handling | None:
        """Who handles the case, for officials."""
        return handling(self.case, on=local_date(self.at)) if self.official and self._did_any(HANDLED) else None

    @property
    def handles(self) -> bool:
        """Say whether this person handles the case."""
        return self.handling is not None and self.handling.person == self.actor.person

    @property
    def serves(self) -> bool:
        """Say whether the case waits for an office that this person serves today."""
        case = self.case
        return self.official and not case.closed_at and any(
            institution == case.institution_id and unit in (None, case.unit_id) and office == case.turn
            for institution, unit, office in serving(self.actor)
        )  # fmt: skip

    @property
    def leads(self) -> bool:
        """Say whether this official leads where the case is handled."""
        case = self.case
        return self.official and any(
            held.leads and held.covers(case.institution_id, case.unit_id) for held in self.actor.offices
        )

    @cached_property
    def _postings(self) -> list[Posting]:
        if not self._did_any(SAID):
            return []
        parties = [each.person_id for each in self.case.participants.all() if each.person_id and not each.left_at]
        return postings.readable(self.actor, self.procedure, self.case, roles=self.roles, parties=parties)

    @cached_property
    def said(self) -> list[dict[str, Any]]:
        """Messages and statements with who said them, oldest first."""
        return [self._posted(each) for each in self._postings if each.kind != NOTE]

    @cached_property
    def notes(self) -> list[dict[str, Any]]:
        """Internal notes with who wrote them, oldest first."""
        return [self._posted(each) for each in self._postings if each.kind == NOTE]

    def _posted(self, posting: Posting) -> dict[str, Any]:
        event = next((each for each in self.history if each.id == posting.event), None)
        words = {"posting": posting, "who": event.who if event else "", "mine": bool(event and event.mine)}
        return words | {"files": self.files.get(posting.pk, [])}

    @cached_property
    def files(self) -> dict[UUID, list[StoredFile]]:
        """The files that came with what this person may read, by the event of the words."""
        return attaching.files_of(self._postings) if self._postings else {}

    @property
    def kinds_said(self) -> set[str]:
        """The kinds of words on the page that are personal data of the opener."""
        return {each.kind for each in self._postings}

    @cached_property
    def linked(self) -> list[dict[str, Any]]:
        """The cases that officials linked with this one, as far as this person sees them."""
        found: list[Case] = linking.linked(self.actor, self.case) if self._did_any({"link_case"}) else []
        return [{"case": each, "title": find(each.procedure, each.version).title} for each in found]

    @property
    def may_message(self) -> bool:
        """Say whether the person may send a message to the other side."""
        readers = roles_reading(MESSAGE, self.procedure)
        return not self.case.closed_at and (
            self.own or bool(self.case.opener_id and not self.entered and self.roles & readers)
        )

    @cached_property
    def may_withdraw(self) -> bool:
        """Say whether the person may withdraw the case now."""
        if not self.own or self.case.closed_at:
            return False
        return withdrawing.stands_against(self.procedure, self.case, past.events(self.case)) is None

    @property
    def correctable(self) -> Happened | None:
        """The last act that may have been wrong, where this person did it or leads; the verb judges the rest."""
        declared = (e for e in self.history if e.act in self.procedure.actions and e.position not in self.wrong)
        act = next(declared, None)
        if act is None or self.procedure.actions[act.act].starts_case or not (act.mine or self.leads):
            return None
        return act

    @cached_property
    def wrong(self) -> set[int]:
        """The positions of acts that were corrected since."""
        return past.corrected(past.events(self.case)) if self._did_any({past.CORRECTION}) else set()

    @cached_property
    def decisions(self) -> list[dict[str, Any]]:
        """The decisions of the case that hold, newest first, with how each is contested (None: not set)."""
        acts = ((each, each.action) for each in self.history if each.position not in self.wrong)
        return [{"act": each, "contest": contest_of(act)} for each, act in acts if act and decides(act)]

    @property
    def may_reopen(self) -> bool:
        """Say whether reopening is offered; the verb judges whether this official decides there."""
        return bool(self.official and self.case.closed_at and not self.case.erased_at)
