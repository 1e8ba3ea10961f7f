"""Appending: one transaction, one place after the other, whoever writes at the same time."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection, transaction

from dienests.kernel.log.events import Event, Head
from dienests.kernel.log.streams import ActorRef, Stream, append, history
from dienests.kernel.log.tests.given import AT, MANDATE, a_stream
from dienests.kernel.log.verify import verify


@pytest.mark.django_db
def test_an_event_says_who_when_what_and_why() -> None:
    event = history(a_stream(2))[1]
    assert (event.mandate, event.participant, event.act) == (MANDATE, None, "note")
    assert event.basis == "vpd-ethics-code-2026:22"
    assert (event.at.tzinfo is not None, event.payload) == (True, {"number": 1, "words": "Šķiņķis"})


@pytest.mark.django_db
def test_an_event_has_one_actor() -> None:
    both = ActorRef(mandate=uuid4(), participant=uuid4())
    with pytest.raises(Exception, match="log_event_one_actor"), transaction.atomic():
        append(stream=Stream("matter", uuid4()), act="note", at=AT, actor=both)


@pytest.mark.django_db
def test_what_is_taken_back_leaves_no_event() -> None:
    stream = a_stream(1)
    with transaction.atomic():
        append(stream=stream, act="note", at=AT)
        transaction.set_rollback(True)
    assert len(history(stream)) == 1
    append(stream=stream, act="note", at=AT)
    assert [event.position for event in history(stream)] == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_many_writers_of_one_new_stream_wait_for_each_other() -> None:
    stream = Stream("matter", uuid4())

    def write(number: int) -> None:
        try:
            append(stream=stream, act=f"note-{number}", at=AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(12)))
    assert [event.position for event in history(stream)] == list(range(1, 13))
    assert Event.objects.count() == 12
    assert Head.objects.get().position == 12
    assert verify().breaks == []
