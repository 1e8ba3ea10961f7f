"""The told stories of the demonstration: the same whatever the day, loaded once, every act played by the engine."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.models import Case, Effect, TermRun
from dienests.kernel.log.events import Event
from dienests.site.demonstration import load, loading

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
DAYS = [
    datetime(2026, 11, 21, 10, 0, tzinfo=UTC),
    datetime(2026, 1, 1, 0, 30, tzinfo=UTC),
    datetime(2025, 12, 31, 22, 30, tzinfo=UTC),  # already the new year in Latvia
    datetime(2026, 4, 1, 5, 0, tzinfo=UTC),
    datetime(2026, 7, 1, 12, 0, tzinfo=UTC),
    datetime(2026, 10, 1, 20, 59, tzinfo=UTC),
    datetime(2026, 3, 31, 8, 0, tzinfo=UTC),
    datetime(2024, 2, 29, 8, 0, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 0, tzinfo=UTC),  # the clock is put forward
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # and back
    datetime(2026, 6, 24, 9, 0, tzinfo=UTC),  # a holiday
    datetime(2028, 2, 29, 9, 0, tzinfo=UTC),
]


def overdue(on: date) -> list[Case]:
    """Return the open cases whose term has passed."""
    return list(Case.objects.filter(closed_at__isnull=True, due__lt=on))


@pytest.mark.once  # days are alike on both databases
@pytest.mark.django_db
@pytest.mark.parametrize("at", DAYS, ids=lambda at: at.strftime("%Y-%m-%d"))
def test_exactly_one_case_is_overdue_whatever_the_day(at: datetime) -> None:
    assert load(at=at, cases="few")
    late = overdue(local_date(at))
    assert [case.stage for case in late] == ["received"]
    assert TermRun.objects.get(case=late[0], stopped_on=None).slug == "answer_day"
    assert not Effect.objects.filter(done_at__isnull=True).exists()
    assert not Event.objects.filter(at__gt=at).exists(), "nothing happens after the day of loading"


@pytest.mark.once  # days are alike on both databases
@pytest.mark.django_db
@pytest.mark.parametrize("at", [DAYS[3], DAYS[7]], ids=lambda at: at.strftime("%Y-%m-%d"))
def test_the_invented_cases_leave_nothing_overdue_on_other_days(at: datetime) -> None:
    load(at=at)
    assert [case.stage for case in overdue(local_date(at))] == ["received"]
    assert not Event.objects.filter(at__gt=at).exists()


@pytest.mark.django_db
def test_loading_twice_changes_nothing() -> None:
    assert load(at=NOW)
    before = _counts()
    assert not load(at=NOW)
    assert not load(at=datetime(2027, 5, 5, 5, 5, tzinfo=UTC))
    assert _counts() == before


@pytest.mark.django_db(transaction=True)
def test_a_load_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("the machine was switched off")

    monkeypatch.setattr(loading, "play", break_off)
    with pytest.raises(RuntimeError, match="switched off"):
        load(at=NOW)
    assert set(_counts().values()) == {0}


def _counts() -> dict[str, int]:
    # Tables of models: what an index of the search makes for itself is never empty.
    models = connection.introspection.django_table_names(only_existing=True)
    tables = [name for name in models if name.startswith(("kernel_", "conduct_"))]
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")
            found[table] = cursor.fetchone()[0]
    return found
