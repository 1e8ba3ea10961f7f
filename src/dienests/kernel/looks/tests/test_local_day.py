"""The local day of the database is that of the time zone database, at every hour and at the changes of the clock."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.access.reads import Row, keep
from dienests.kernel.calendar.zone import RIGA, local_date
from dienests.kernel.looks import local_day

HOUR, TICK = timedelta(hours=1), timedelta(microseconds=1)


def _ahead(moment: datetime) -> timedelta | None:
    return moment.astimezone(RIGA).utcoffset()


@pytest.mark.django_db
def test_every_hour_of_twenty_years_has_its_local_day() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has the time zone database itself.")
    first = datetime(2020, 1, 1, tzinfo=UTC)
    hours = [first + HOUR * number for number in range(20 * 366 * 24)]
    changes = [
        each for each in hours if each.astimezone(RIGA).utcoffset() != (each - HOUR).astimezone(RIGA).utcoffset()
    ]
    assert len(changes) == 40
    asked = [*hours[::3], *(moment for each in changes for moment in (each - TICK, each, each + TICK))]
    day = f"date({local_day._second('m')}, {local_day._offset('m')})"
    sql = f"SELECT m, {day} FROM (SELECT value AS m FROM json_each(%s))"
    with connection.cursor() as cursor:
        texts = [ReadEvent._meta.get_field("at").get_db_prep_value(each, connection) for each in asked]
        cursor.execute(sql, ["[" + ",".join(f'"{each}"' for each in texts) + "]"])
        told = [row[1] for row in cursor.fetchall()]
    wrong = [(each, day) for each, day in zip(asked, told, strict=True) if day != local_date(each).isoformat()]
    assert not wrong, wrong[:5]


@pytest.mark.django_db
def test_midnights_and_changes_of_the_clock_fall_on_their_days_and_months() -> None:
    moments = [
        datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC), datetime(2026, 3, 29, 1, tzinfo=UTC),
        datetime(2026, 3, 31, 20, 59, 59, 999_999, tzinfo=UTC), datetime(2026, 3, 31, 21, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 59, tzinfo=UTC), datetime(2026, 10, 25, 21, 59, 59, tzinfo=UTC),
        datetime(2026, 10, 25, 22, tzinfo=UTC), datetime(2026, 12, 31, 22, tzinfo=UTC),
        datetime(2026, 12, 31, 21, 59, 59, 1, tzinfo=UTC),
    ]  # fmt: skip
    keep([Row(each, uuid4(), None, uuid4(), uuid4(), None, "chair", "name", "case") for each in moments])
    rows = ReadEvent.objects.annotate(day=local_day.day("at"), month=local_day.month("at"))
    for at, day, month in rows.values_list("at", "day", "month"):
        assert (day, month) == (local_date(at), local_date(at).replace(day=1)), at
