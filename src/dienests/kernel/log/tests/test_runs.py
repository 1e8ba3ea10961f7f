"""The walk does not count on the order in which the database keeps rows, and doubts end in a walk by streams."""

from uuid import UUID

import pytest
from django.db import connection

from dienests.kernel.log import entries, rows, runs, stretches
from dienests.kernel.log.append_only import TABLE
from dienests.kernel.log.events import Event
from dienests.kernel.log.sealed import Sealed
from dienests.kernel.log.sealing import seal
from dienests.kernel.log.streams import Stream, history
from dienests.kernel.log.tests.given import AT, a_stream, column, key, run, say_erased, tamper
from dienests.kernel.log.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stream() -> Stream:
    """A sealed stream of seven events, with others around it."""
    a_stream(2)
    made = a_stream(7)
    a_stream(1)
    seal(at=AT)
    return made


def _lay_anew(order: str) -> None:
    """Let the rows lie in the table in another order."""
    names = ", ".join(column(str(field.column)) for field in Event._meta.concrete_fields)
    run(f"CREATE TEMPORARY TABLE moved AS SELECT * FROM {TABLE}")
    tamper(f"DELETE FROM {TABLE}")
    run(f"DROP TRIGGER log_event_waits{f' ON {TABLE}' if connection.vendor == 'postgresql' else ''}")
    tamper(f"INSERT INTO {TABLE} ({names}) SELECT {names} FROM moved ORDER BY {order}")
    run("DROP TABLE moved")


@pytest.mark.parametrize("order", ["position DESC", "id", "leaf"])
def test_rows_in_another_order_are_no_break(stream: Stream, order: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretches, "AT_ONCE", 2)
    monkeypatch.setattr(rows, "of_stream", None)  # nothing is in doubt
    sql = _trigger()
    try:
        _lay_anew(order)
        walk = verify()
    finally:
        run(sql)
    assert (walk.events, walk.streams, walk.breaks) == (10, 3, [])


def _trigger() -> str:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'log_event_waits'")
            return str(cursor.fetchone()[0])
    return f"CREATE TRIGGER log_event_waits AFTER INSERT ON {TABLE} FOR EACH ROW EXECUTE FUNCTION log_event_waits()"


def test_erased_rows_which_postgresql_lays_elsewhere_are_no_break(stream: Stream) -> None:
    run(f"UPDATE {TABLE} SET payload = NULL, salt = NULL WHERE position = 2")
    say_erased(*(f"event {each.pk}" for each in Event.objects.filter(position=2)))
    walk = verify()
    assert (walk.breaks, walk.erased) == ([], 2)


def test_entries_are_found_in_any_order_and_few_are_kept(stream: Stream, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "MOST", 2)
    expected = {str(row.event): (row.index, bytes(row.leaf)) for row in Sealed.objects.all()}
    for order in (sorted(expected), sorted(expected, reverse=True), list(expected)):
        found, of = {}, entries.Entries().of
        for at in range(0, len(order), 3):
            asked = [each if connection.vendor == "postgresql" else UUID(each).hex for each in order[at : at + 3]]
            found |= {str(UUID(event)): place for event, place in of(asked).items()}
        assert found == expected


def test_two_parts_of_one_stream_are_joined_or_in_doubt(stream: Stream) -> None:
    [whole] = [list(page) for page in stretches.pages(stretches.cut(1)[0])]
    own = [row for row in whole if UUID(str(row[rows.STREAM])) == stream.id]
    for cut, doubts in ((range(7), 0), ((0, 1, 3, 4, 5, 6), 1), ((1, 2, 3, 4, 5, 6), 1)):
        parts = runs.Runs()
        for some in ([own[at] for at in cut if at > 3], [own[at] for at in cut if at <= 3]):
            part = runs.Runs()
            part.read(some, {})
            parts.add(part)
        assert (len(parts.ends()), len(parts.doubtful)) == (1 - doubts, doubts)


def test_a_row_that_the_index_does_not_lead_to_is_named(stream: Stream, monkeypatch: pytest.MonkeyPatch) -> None:
    """Changed with a tool that knows nothing of indexes, a row is met in the table and not along its stream."""
    tamper(f"UPDATE {TABLE} SET act = 'forged' WHERE stream = %s AND position = 7", key(stream))
    ordered = rows.of_stream
    monkeypatch.setattr(rows, "of_stream", lambda *of, tree: ordered(*of, tree=tree)[:6])
    told = {
        each.position for each in verify().breaks if getattr(each, "what", "") == "who, when, what or why was changed"
    }
    assert told == {7}
    assert len(history(stream)) == 7


def test_an_empty_log_has_no_stretch() -> None:
    assert stretches.cut(4) == []
    assert verify().breaks == []
