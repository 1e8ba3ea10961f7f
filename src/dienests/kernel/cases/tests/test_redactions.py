"""Substance is judged by the redaction of the day of the conduct, procedure by the version of the day of opening."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.redactions import judged_by
from dienests.kernel.norms.imported_text import ImportedText, current

ACT = "vpd-ethics-code-2026"
BORDER = date(2026, 2, 27)


@pytest.mark.django_db
@pytest.mark.parametrize(("conduct", "redaction"), [(date(2026, 2, 26), "old"), (BORDER, "new")])
def test_a_day_before_the_border_is_judged_by_the_old_redaction(conduct: date, redaction: str) -> None:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    for name, begins, ends in (("old", date(2019, 11, 15), BORDER), ("new", BORDER, None)):
        ImportedText.objects.create(
            act=ACT, sha256=name, file_name=name, imported_at=at, valid_from=begins, valid_to=ends
        )
    procedure: Any = SimpleNamespace(conduct_day="happened")
    # 22:30 in London is the next day in Riga: the local clock decides.
    case = Case(version=2, opened_at=datetime(2026, 3, 1, 22, 30, tzinfo=UTC))
    found = judged_by(procedure, case, SimpleNamespace(happened=conduct))
    assert (found.substance, found.procedure, found.version) == (conduct, date(2026, 3, 2), 2)
    text = current(ACT, found.substance)
    assert text is not None
    assert text.file_name == redaction


def test_without_a_declared_or_told_day_nothing_is_guessed() -> None:
    case = Case(version=1, opened_at=datetime(2026, 3, 1, 9, 0, tzinfo=UTC))
    silent: Any = SimpleNamespace(conduct_day="")
    asking: Any = SimpleNamespace(conduct_day="happened")
    assert judged_by(silent, case, SimpleNamespace()).substance is None
    assert judged_by(asking, case, SimpleNamespace(happened=None)).substance is None
