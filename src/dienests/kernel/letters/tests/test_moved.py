"""Cases moved to a version without their letter: what went out is told as before, what is open is ended first."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dienests.kernel.cases import outbox
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.forecast import forecast
from dienests.kernel.cases.migrating import migrate
from dienests.kernel.cases.migration import Migration, MigrationError
from dienests.kernel.cases.tests.house.models import Visit
from dienests.kernel.cases.tests.house.people import AT, House, a_house, declared, later
from dienests.kernel.cases.tests.house.procedure import HOUSE
from dienests.kernel.cases.verbs import perform
from dienests.kernel.letters import codes, drafting
from dienests.kernel.letters.awaiting import taking_part
from dienests.kernel.letters.contested import contest_for
from dienests.kernel.letters.letter import Letter
from dienests.kernel.letters.tests.correspondence import Answers, a_case, a_draft, code
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.procedures import action
from dienests.kernel.procedures.lock import Published, write
from dienests.kernel.verification.asking import ask

PLAN = Migration("house-answer", 1, 2, "order 9", {"asked": "asked"})


class Later(
    Answers, slug="house-answer", record=Visit, basis=code["20"], version=2, issued=date(2026, 6, 1), numbered="HA",
    registered=False,
):  # fmt: skip
    """Nobody is written to any more."""

    close = action("close", Answers.asked, Answers.done, by=Answers.clerk, basis=code["28"])
    reply = notice = answer = refuse = None


@pytest.fixture
def moving(db: None, tmp_path: Path, settings: Any) -> Iterator[House]:
    """One house whose cases may be moved."""
    settings.ROOT = tmp_path
    write(tmp_path / "procedures.lock", [Published("house-answer", n, "a" * 64, AT.date(), "order 1") for n in (1, 2)])
    with declared(*HOUSE, Answers, Later):
        yield a_house()


def _move(**how: Any) -> int:
    return migrate(migration=PLAN, by=SYSTEM, at=later(1), **how).moved


def test_no_case_is_moved_away_from_its_open_draft(moving: House) -> None:
    draft = a_draft(moving)
    for look in (_move, lambda: forecast(migration=PLAN)):
        with pytest.raises(MigrationError, match=r"“answer” sends.*approve or drop them first"):
            look()
    drafting.drop(draft=draft.pk, actor=moving.actor("karl"), at=AT, seen=draft.revision)
    assert _move() == 1


def test_a_draft_of_a_case_about_oneself_is_not_betrayed(moving: House) -> None:
    accused = moving.people["dace"].pk
    a_draft(moving, accused=accused)
    assert _move(person=accused) == 0


def test_a_letter_that_no_version_sends_any_more_is_told_as_before(moving: House) -> None:
    case = a_case(moving, note="as agreed")
    perform(case=case, action="refuse", actor=moving.actor("karl"), at=AT, fields={"verdict": "no"})
    outbox.run_pending(at=AT)
    letter = Letter.objects.select_related("case").get()
    before = contest_for(letter)
    Case.objects.filter(pk=case.pk).update(version=2)
    paper = ask(number=letter.number, code=codes.code_of(letter.uid), at=later(1))
    assert paper is not None
    assert paper.office == "clerk"
    letter.case.refresh_from_db()
    assert contest_for(letter) == before


def test_one_draft_of_a_dropped_act_breaks_no_list(moving: House) -> None:
    draft, other = a_draft(moving), a_draft(moving)
    Case.objects.filter(pk=draft.case_id).update(version=2)
    mine, others = taking_part(moving.actor("karl"), at=AT)
    assert {each.place.draft.pk for each in (*mine, *others)} == {draft.pk, other.pk}
    drafting.drop(draft=draft.pk, actor=moving.actor("karl"), at=AT, seen=draft.revision)
