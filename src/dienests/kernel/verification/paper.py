"""A paper: everything that whoever holds a letter may know of it, without a name that does not stand on it."""

from dataclasses import dataclass
from datetime import date, datetime

from dienests.kernel.calendar.due import Due
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.dispatch.dispatch import Dispatch
from dienests.kernel.dispatch.dispatch import State as Way
from dienests.kernel.dispatch.notified import Notified, contest_ends, notified
from dienests.kernel.dispatch.opening import way_of
from dienests.kernel.letters.contested import contest_for
from dienests.kernel.letters.letter import Letter, State
from dienests.kernel.log.receipts import receipt_of
from dienests.kernel.log.refusals import NotSealed
from dienests.kernel.procedures.contests import Contest
from dienests.kernel.procedures.earlier import letter_of
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.registry import find
from dienests.kernel.verification.standing import Standing, standing


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter as its holder sees it: what it is, by whom, whether it holds, its seal, its way, how to contest it.

    `decided` and `left` are receipts as text (C2SP tlog-proof); "" while the log is not sealed so far. `whole` says
    whether the sealed PDF can still be shown.
    """

    letter: Letter
    institution: str
    office: Label
    standing: Standing
    on: date
    sealed_at: datetime | None
    level: str
    sha256: str
    decided: str
    sent_on: date | None
    left: str
    told: Notified
    contest: Contest | None
    until: Due | None
    whole: bool

    @property
    def corrects(self) -> Letter | None:
        """Return the letter that this one corrects or revokes."""
        return self.letter.corrects or self.letter.revokes


def paper_of(letter: Letter) -> Paper:
    """Return what is told of a numbered letter."""
    procedure = find(letter.case.procedure, letter.case.version)
    row, contest = way_of(letter), contest_for(letter)
    told = notified(row)
    return Paper(
        letter=letter, institution=letter.institution.name if letter.institution else "",
        office=letter_of(procedure, letter.slug).drafted_by.label, standing=standing(letter),
        on=local_date(letter.sent_at), sealed_at=letter.sealed_at, level=letter.level, sha256=letter.sha256,
        decided=_receipt(letter.event), sent_on=local_date(row.sent_at) if row and row.sent_at else None,
        left=_left(row), told=told, contest=contest, until=contest_ends(contest, told) if contest else None,
        whole=letter.state == State.SEALED and bool(letter.html),
    )  # fmt: skip


def _left(row: Dispatch | None) -> str:
    return _receipt(row.event) if row and row.event and row.state in (Way.SENT, Way.DELIVERED) else ""


def _receipt(event: object) -> str:
    try:
        return str(receipt_of(event, with_content=False).text())  # type: ignore[arg-type]
    except NotSealed:
        return ""
