"""Contests: declared on an action or its letter, covered by the digest, claimed of their paragraph."""

from typing import Any

import pytest

from dienests.kernel.calendar.terms import months
from dienests.kernel.cases.tests.house.models import code
from dienests.kernel.cases.tests.house.procedure import Visits
from dienests.kernel.procedures import contest, unspecified
from dienests.kernel.procedures.claims import bases
from dienests.kernel.procedures.contests import contest_of, decides
from dienests.kernel.procedures.digest import outline


def test_what_ends_a_case_or_sends_a_letter_is_a_decision() -> None:
    names = {name for name, act in Visits.actions.items() if decides(act)}
    assert names == {"decide", "withdraw"}


def test_the_action_speaks_before_its_letter_and_nothing_is_invented(monkeypatch: Any) -> None:
    decide = Visits.decide
    assert contest_of(decide) is None
    of_letter = contest("the court", months(1), code["27"])
    monkeypatch.setattr(Visits.notice, "contest", of_letter)
    assert contest_of(decide) == of_letter
    own = contest("the council", unspecified("by-laws"), code["25"])
    monkeypatch.setattr(decide, "contest", own)
    assert contest_of(decide) == own
    assert own.open_term
    assert not of_letter.open_term


@pytest.mark.parametrize("where", ["action", "letter"])
def test_it_enters_the_digest_and_the_claims(monkeypatch: Any, where: str) -> None:
    item: Any = Visits.decide if where == "action" else Visits.notice
    before = outline(Visits)
    monkeypatch.setattr(item, "contest", contest("the court", months(1), code["27"]))
    after = outline(Visits)
    assert before != after
    monkeypatch.setattr(item, "contest", contest("the same court in other words", months(1), code["27"]))
    assert outline(Visits) == after
    assert f"{item.name}.contest" in {name for name, _basis, _label in bases(Visits)}
