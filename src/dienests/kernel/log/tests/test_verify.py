"""A walk over the log names every row that is not what was written, and the end that was cut off."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from dienests.cli import log as command
from dienests.kernel.log.append_only import TABLE
from dienests.kernel.log.events import Event, Head
from dienests.kernel.log.runs import Runs
from dienests.kernel.log.streams import Stream, append, history
from dienests.kernel.log.stretches import Stretch
from dienests.kernel.log.tests.given import AT, a_stream, column, key, run, say_erased, tamper
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


UNSAID = "its content was erased, but neither the list of erased things nor an act of the log says so"


def _empty(stream: Stream, *positions: int) -> None:
    """Take the content out of events, as the triggers let everybody do."""
    for position in positions:
        sql = f"UPDATE {TABLE} SET payload = NULL, salt = NULL WHERE stream = %s AND position = %s"
        assert run(sql, key(stream), position) == 1


def test_content_that_was_emptied_by_hand_is_named() -> None:
    stream = a_stream()
    _empty(stream, 2)
    assert found(stream) == [(2, UNSAID)]
    say_erased(f"event {uuid4()}", f"case {history(stream)[1].pk} a,b {uuid4()}", "event nonsense", "", "event")
    assert found(stream) == [(2, UNSAID)]


def test_an_erasure_that_the_list_names_is_no_break_and_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    stream = a_stream()
    _empty(stream, 2)
    say_erased(f"event {history(stream)[1].pk}")
    walk = verify()
    assert (walk.breaks, walk.erased) == ([], 1)
    assert command.run(["verify"]) == 0
    assert "the content of 1 events was erased" in capsys.readouterr().out
    _empty(stream, 3)
    assert found(stream) == [(3, UNSAID)]


@pytest.mark.parametrize("act", ["erased", "erased_again"])
def test_an_act_that_erased_admits_what_was_before_it_in_its_stream(act: str) -> None:
    stream, other = a_stream(), a_stream()
    append(stream=stream, act=act, at=AT)
    a_later = append(stream=stream, act="note", at=AT)
    _empty(stream, 1, 2)
    assert found(stream) == []
    _empty(stream, a_later.position)
    assert found(stream) == [(a_later.position, UNSAID)]
    _empty(other, 1)
    assert {each.stream for each in verify().breaks if isinstance(each, Break)} == {stream.id, other.id}


def test_an_emptied_event_whose_id_is_none_any_more_is_named_too() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps only an id as an id.")
    stream = a_stream()
    _empty(stream, 2)
    tamper(f"UPDATE {TABLE} SET id = 'nonsense' WHERE stream = %s AND position = 2", key(stream))
    assert (2, UNSAID) in found(stream)


def test_a_rectification_admits_the_events_that_it_names() -> None:
    stream = a_stream()
    append(stream=stream, act="rectified", at=AT, payload={"erased": [2, 9], "field": "x"})
    append(stream=stream, act="rectified", at=AT, payload={"erased": 5})
    _empty(stream, 2, 3)
    assert found(stream) == [(3, UNSAID)]


def test_what_was_emptied_is_named_by_a_walk_in_several_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = a_stream()
    _empty(stream, 1, 3)
    monkeypatch.setattr("dienests.kernel.log.stretches.WORTH_A_PROCESS", 1)
    assert [str(each).rpartition(": ")[2] for each in verify(processes=2).breaks] == [UNSAID, UNSAID]


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


WORDS = '{"number": 1, "words": "Šķiņķis"}'
READ = {  # words in the column, and whether they are those that were written
    f" {WORDS}": True, f"{WORDS}\n": True, WORDS: True, f"{WORDS} rubbish": False, f"{WORDS}{WORDS}": False,
    WORDS.replace("{", '{"number": 7, '): False, "[" * 100_000 + '": ': False, '": ': False,
}  # fmt: skip


@pytest.mark.parametrize(("words", "same"), READ.items(), ids=map(str, range(len(READ))))
def test_words_of_older_versions_are_read_whole_and_without_doubled_keys(words: str, same: bool) -> None:
    """As the stand-alone verifier reads them: blanks around a value say nothing, whatever else stands there does."""
    stream, other = a_stream(), a_stream()
    change = f"UPDATE {TABLE} SET payload = %s WHERE stream = %s AND position = 2"
    _without_checks(change, words, key(stream))
    assert [position for position, _what in found(stream)] == ([] if same else [2])
    tamper(f"UPDATE {TABLE} SET act = 'forged' WHERE stream = %s AND position = 1", key(other))
    assert {each.stream for each in verify().breaks if isinstance(each, Break)} == (
        {other.id} if same else {stream.id, other.id}
    )


def _without_checks(sql: str, *values: Any) -> None:
    """Write what SQLite keeps only from whoever switches its checks off."""
    if connection.vendor == "sqlite":
        run("PRAGMA ignore_check_constraints = ON")
    try:
        tamper(sql, *values)
    finally:
        if connection.vendor == "sqlite":
            run("PRAGMA ignore_check_constraints = OFF")


def ended(_stretch: Stretch) -> Runs:
    """End as a loop ends, in whatever process."""
    raise StopIteration


def test_a_process_that_ends_before_its_part_is_walked_is_no_end_of_the_walk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dienests.kernel.log.stretches.WORTH_A_PROCESS", 1)
    monkeypatch.setattr("dienests.kernel.log.verify._walked", ended)
    with pytest.raises(ValueError, match="shorter"):
        verify(processes=2)


def test_a_stream_that_is_walked_because_of_its_head_is_told_with_what_is_wrong_in_it_and_only_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stream = a_stream()
    tamper(f"UPDATE {TABLE} SET act = 'forged' WHERE stream = %s AND position = 2", key(stream))
    monkeypatch.setattr("dienests.kernel.log.stretches.cut", lambda _parts: [])
    assert found(stream) == [(2, "who, when, what or why was changed")]
    monkeypatch.undo()
    tamper(f"DELETE FROM {TABLE} WHERE stream = %s AND position = 3", key(stream))
    assert [position for position, _what in found(stream)] == [2, 3]


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
