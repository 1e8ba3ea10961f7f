"""Limits: the bucket refills evenly, accounts do not share it, requests side by side cannot take it twice."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from dienests.kernel.access.limits import Allowance, demand, forget, take
from dienests.kernel.access.refusals import TooOften
from dienests.kernel.parties.tests.given import AT


def _taken(count: int, *, who: str = "ilze", at: timedelta = timedelta(0), **how: int) -> list[timedelta | None]:
    return [take(name="start", who=who, at=AT + at, **{"per_hour": 6, **how}) for _ in range(count)]


@pytest.mark.django_db
def test_a_full_bucket_is_emptied_and_refills_one_by_one() -> None:
    assert _taken(7) == [None] * 6 + [timedelta(minutes=10)]
    assert _taken(1, at=timedelta(minutes=9)) == [timedelta(minutes=1)]
    assert _taken(2, at=timedelta(minutes=10)) == [None, timedelta(minutes=10)]
    assert _taken(7, at=timedelta(hours=5))[:6] == [None] * 6


@pytest.mark.django_db
def test_a_burst_may_be_smaller_than_the_hour() -> None:
    assert _taken(3, per_hour=60, burst=2) == [None, None, timedelta(minutes=1)]


@pytest.mark.django_db
def test_accounts_and_pages_have_buckets_of_their_own() -> None:
    assert None not in _taken(7)[6:]
    assert _taken(1, who="liepa") == [None]
    assert take(name="act", who="ilze", per_hour=6, at=AT) is None


@pytest.mark.django_db
def test_taking_is_one_statement_and_names_nobody() -> None:
    account = str(uuid4())
    with CaptureQueriesContext(connection) as queries:
        take(name="start", who=account, per_hour=6, at=AT)
    assert len(queries) == 1
    assert account.encode() not in bytes(Allowance.objects.get().key)


@pytest.mark.django_db
def test_the_refusal_says_how_long_to_wait() -> None:
    for _ in range(2):
        demand(name="start", who="ilze", per_hour=2, at=AT, sentence="Slowly.")
    with pytest.raises(TooOften, match="Slowly") as refused:
        demand(name="start", who="ilze", per_hour=2, at=AT, sentence="Slowly.")
    assert refused.value.wait == timedelta(minutes=30)


@pytest.mark.django_db
def test_full_buckets_are_forgotten() -> None:
    _taken(3)
    forget(at=AT + timedelta(minutes=29))
    assert Allowance.objects.exists()
    forget(at=AT + timedelta(minutes=31))
    assert not Allowance.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_last_token_is_taken_once() -> None:
    gate, taken = Barrier(8), []

    def grab() -> None:
        gate.wait()
        try:
            taken.append(take(name="start", who="ilze", per_hour=3, at=AT))
        finally:
            connection.close()

    threads = [Thread(target=grab) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 8
    assert taken.count(None) == 3


class TestAnyRhythm(TestCase):
    """Whatever the rhythm, no hour sees more than a full bucket and its refill."""

    @given(st.lists(st.integers(0, 1200), max_size=40), st.integers(1, 20))
    def test_no_hour_holds_more_than_twice_the_rate(self, gaps: list[int], per_hour: int) -> None:
        Allowance.objects.all().delete()
        moments, passed = [], 0
        for gap in gaps:
            passed += gap
            if take(name="any", who="x", per_hour=per_hour, at=AT + timedelta(seconds=passed)) is None:
                moments.append(passed)
        for first in moments:
            assert sum(first <= moment < first + 3600 for moment in moments) <= 2 * per_hour
