"""A walk over the log names every row that is not what was written, and the end that was cut off."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from dienests.cli import log as command
from dienests.kernel.log.append_only import TABLE
from dienests.kernel.log.events import Event, Head
from dienests.kernel.log.streams import Stream, history
from dienests.kernel.log.tests.given import AT, a_stream, column, key, run, tamper
from dienests.kernel.log.verify import Break, verify

pytestmark = pytest.mark.django_db(transaction=True)


def found(stream: Stream) -> list[tuple[int, str]]:
    """Return the breaks of a stream, and see to it that no other stream has any."""
    breaks = [each for each in verify().breaks if isinstance(each, Break)]
    assert {(each.stream_kind, each.stream) for each in breaks} <= {(stream.kind, stream.id)}
    return [(each.position, each.what) for each in breaks]


@pytest.fixture(autouse=True)
def _others() -> None:
    """Streams before and after the one that is tampered with."""
    a_stream()
    a_stream(1)


def test_what_was_written_holds() -> None:
    a_stream(5)
    walk = verify()
    assert (walk.events, walk.streams, walk.breaks) == (9, 3, [])


CHANGES: list[tuple[str, Any, str]] = [
    ("mandate", UUID(int=7), "who"), ("mandate", None, "who"), ("at", AT + timedelta(days=1), "who"),
    ("act", "grant", "who"),
    ("basis", "vpd-ethics-code-2026:1", "who"), ("from_state", "x", "who"), ("to_state", "x", "who"),
    ("version", "ethics:1", "who"), ("digest", "0" * 64, "who"), ("payload", {"number": 1}, "content"),
    ("salt", b"0" * 16, "content"), ("payload", None, "halves"), ("salt", None, "halves"),
    ("commitment", b"0" * 32, "content"), ("leaf", b"0" * 32, "who"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "what"), CHANGES, ids=lambda each: str(each)[:12])
def test_a_changed_column_is_found_and_its_event_is_named(name: str, value: Any, what: str) -> None:
    stream = a_stream()
    written = Event._meta.get_field(name).get_db_prep_save(value, connection) if value is not None else None
    change = f"UPDATE {TABLE} SET {column(name)} = %s WHERE stream = %s AND position = 2"
    assert tamper(change, written, key(stream)) == 1
    breaks = found(stream)
    assert any(position == 2 and what in sentence for position, sentence in breaks), breaks


def test_an_actor_given_to_an_event_of_the_machine_is_found() -> None:
    stream = a_stream()
    tamper(f"UPDATE {TABLE} SET mandate = NULL, participant = mandate WHERE stream = %s AND position = 1", key(stream))
    assert [position for position, _what in found(stream)] == [1]


def test_a_removed_event_is_found() -> None:
    stream = a_stream()
    tamper(f"DELETE FROM {TABLE} WHERE stream = %s AND position = 2", key(stream))
    assert [each for each in found(stream) if each == (3, "the event before it is missing")]


def test_events_that_changed_places_are_found() -> None:
    stream = a_stream()
    for old, new in ((2, 99), (3, 2), (99, 3)):
        tamper(f"UPDATE {TABLE} SET position = %s WHERE stream = %s AND position = %s", new, key(stream), old)
    assert {position for position, _what in found(stream)} >= {2, 3}


def test_an_end_that_was_cut_off_is_found() -> None:
    stream = a_stream()
    tamper(f"DELETE FROM {TABLE} WHERE stream = %s AND position = 3", key(stream))
    assert found(stream) == [
        (3, "the stream does not end where its head says: events were cut off or added")
    ]  # fmt: skip


def test_a_stream_without_its_head_is_found() -> None:
    stream = a_stream()
    Head.objects.filter(stream=stream.id).delete()
    assert found(stream) == [(3, "nothing keeps the head of this stream any more")]


def test_an_event_moved_to_another_stream_is_found() -> None:
    stream = a_stream(1)
    tamper(f"UPDATE {TABLE} SET stream_kind = 'other' WHERE stream = %s", key(stream))
    assert {each.stream_kind for each in verify().breaks} == {"other", "matter"}


def test_erasure_is_no_break() -> None:
    stream = a_stream()
    run(f"UPDATE {TABLE} SET payload = NULL, salt = NULL WHERE stream = %s AND position = 2", key(stream))
    assert found(stream) == []


@pytest.mark.parametrize("name", ["mandate", "at", "payload", "leaf", "salt", "position", "stream"])
def test_a_value_of_another_kind_is_named_and_stops_nothing(name: str) -> None:
    """SQLite takes any text into any column, PostgreSQL only where it keeps text."""
    if connection.vendor == "postgresql" and name != "payload":
        with pytest.raises(Exception, match=r"invalid input syntax|bytea|escape"):
            tamper(f"UPDATE {TABLE} SET {column(name)} = %s", "no such\\thing")
        return
    stream = a_stream()
    # SQLite keeps no payload that is no JSON.
    nonsense = '"nonsense"' if name == "payload" and connection.vendor == "sqlite" else "nonsense"
    tamper(f"UPDATE {TABLE} SET {column(name)} = '{nonsense}' WHERE stream = %s AND position = 2", key(stream))
    walk = verify()
    assert walk.events == 7
    assert walk.breaks
    assert all(str(each) for each in walk.breaks)
    assert {each.stream for each in walk.breaks if isinstance(each, Break)} >= {stream.id} or name == "stream"


def test_the_walk_turns_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = a_stream(7)
    monkeypatch.setattr("dienests.kernel.log.stretches.AT_ONCE", 2)
    assert (verify().events, verify().breaks) == (11, [])
    tamper(f"UPDATE {TABLE} SET act = 'x' WHERE stream = %s AND position = 5", key(stream))
    assert [position for position, _what in found(stream)] == [5]


def test_the_command_prints_each_break_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    stream = a_stream()
    assert command.run(["verify"]) == 0
    assert capsys.readouterr().out == "7 events in 3 streams, 0 breaks\n"
    tamper(f"UPDATE {TABLE} SET act = 'forged' WHERE stream = %s AND position = 2", key(stream))
    assert command.run(["verify"]) == 1
    said = capsys.readouterr()
    assert said.out == "7 events in 3 streams, 1 breaks\n"
    assert said.err == f"matter {stream.id}, event 2: who, when, what or why was changed\n"


def test_history_is_in_order() -> None:
    assert [event.position for event in history(a_stream(4))] == [1, 2, 3, 4]
