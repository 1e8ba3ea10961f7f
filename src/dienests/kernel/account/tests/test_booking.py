"""Sums and shares equal the plain answer: at any moment, on any day, for any institution, whoever books when."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from threading import Event
from typing import Any

import pytest
from django.db import OperationalError, transaction
from django.db.models import F

from dienests.kernel.account import booking
from dienests.kernel.account.audit import wrong_cases, wrong_sums
from dienests.kernel.account.booking import begin_anew, book, book_some
from dienests.kernel.account.share import Share, packed, shares, unpacked
from dienests.kernel.account.sum import Sum, first_day, quarter_of
from dienests.kernel.account.tally import FEW, Tally, count, mark
from dienests.kernel.account.tests.plain import plainly
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.tests.house.people import House, a_house, declared, later
from dienests.kernel.cases.tests.house.playing import act, visit
from dienests.kernel.cases.tests.house.procedure import Matters, Visits, Visits2
from dienests.kernel.cases.tests.house.walk import Walk
from dienests.kernel.cases.tests.test_side_by_side import at_once


def told(tally: Tally) -> dict[str, Any]:
    """Return what a tally says, without noughts."""
    return {
        "acts": +tally.acts,
        "standing": {key: +n for key, n in tally.standing.items() if +n},
        "terms": {key: terms for key, terms in tally.terms.items() if any((terms.open, terms.kept, terms.kept_late))},
        "spans": {key: +spans for key, spans in tally.spans.items() if +spans},
        "left": {key: +spans for key, spans in tally.left.items() if +spans},
    }


def compare(today: date, houses: list[House], *days: date) -> None:
    """Compare today and other days, for all institutions together and each."""
    for institution in (None, *(house.institution.pk for house in houses)):
        for on in (today, *days):
            plain = plainly(on, is_today=on == today, institution=institution)
            assert told(count(on, institution)) == told(plain), (on, institution)


@pytest.fixture
def versions() -> Iterator[None]:
    """Two versions of one procedure, as the walks know them."""
    with declared(Matters, Visits, Visits2):
        yield


@pytest.mark.parametrize("seed", range(6))
def test_on_random_walks_every_day_is_counted_as_plainly(db: None, versions: None, seed: int) -> None:
    random, houses = Random(seed), [a_house(), a_house()]
    walk = Walk(random, houses)
    first = walk.on
    for number in range(120):
        walk.step()
        if random.random() < 0.2:
            book_some()
        if number % 20 == 19:
            past = first + timedelta(days=random.randrange((walk.on - first).days + 1))
            compare(walk.on, houses, past, first - timedelta(days=1))
    assert Case.objects.filter(booked__gt=0).exists()
    assert Case.objects.filter(closed_at__isnull=False).exists()
    book()
    assert not Case.objects.filter(booked__lt=F("revision")).exists()
    compare(walk.on, houses, walk.on - timedelta(days=3))


def test_books_thrown_away_and_made_anew_are_the_same_books(db: None, versions: None) -> None:
    house = a_house()
    walk = Walk(Random(7), [house])
    for _number in range(60):
        walk.step()
        book_some()
    rows = ("period", "institution", "version", "kind", "name", "detail", "n")
    before, shared = set(Sum.objects.exclude(n=0).values_list(*rows)), Share.objects.count()
    begin_anew()
    compare(walk.on, [house])
    book()
    assert set(Sum.objects.values_list(*rows)) == before
    assert Share.objects.count() == shared
    compare(walk.on, [house])


@pytest.mark.django_db
def test_a_share_survives_its_packing(house: House) -> None:
    act(house, visit(house), "admit", "walter")
    (shared,) = shares(list(Case.objects.all())).values()
    assert shared
    assert unpacked(packed(shared)) == shared


@pytest.mark.django_db
def test_a_changed_case_moves_the_mark_even_when_its_event_lies_in_the_past(house: House) -> None:
    case = visit(house)
    visit(house)
    book()
    seen = mark()
    Case.objects.filter(pk=case.pk).update(revision=F("revision") + 1)  # as by an act before the last event
    assert mark() != seen


def test_quarters_follow_each_other() -> None:
    assert quarter_of(date(2026, 1, 1)) == quarter_of(date(2025, 12, 31)) + 1
    assert first_day(quarter_of(date(2026, 12, 31))) == date(2026, 10, 1)


@pytest.mark.django_db(transaction=True)
def test_a_reader_books_when_many_cases_have_changed_and_never_waits(house: House) -> None:
    for _number in range(FEW + 1):
        visit(house)
    today = later(24).date()
    count(today, None)
    assert Share.objects.count() == FEW + 1
    compare(today, [house])


@pytest.mark.django_db(transaction=True)
def test_two_who_book_while_others_act_book_each_act_once(house: House) -> None:
    cases = [visit(house) for _number in range(30)]
    book()

    def acting() -> None:
        for case in cases:
            act(house, case, "admit", "walter")

    at_once(acting, lambda: [book_some() for _n in range(20)], lambda: [book_some() for _n in range(20)])
    compare(later(24).date(), [house])
    book()
    assert not Case.objects.filter(booked__lt=F("revision")).exists()
    compare(later(24).date(), [house])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["_write", "packed"])
def test_who_dies_while_booking_has_booked_nothing(house: House, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    case = visit(house)
    book()
    act(house, case, "admit", "walter")
    before = set(Sum.objects.values_list("pk", "n"))

    def die(*_given: Any) -> None:
        raise OperationalError("the power went")

    with monkeypatch.context() as patched:
        patched.setattr(booking, step, die)
        assert not booking.book_at_once()
    assert set(Sum.objects.values_list("pk", "n")) == before
    compare(later(24).date(), [house])
    book()
    compare(later(24).date(), [house])


@pytest.mark.django_db(transaction=True)
def test_a_reader_counts_while_somebody_else_holds_the_lock_of_the_database(house: House) -> None:
    for _number in range(FEW + 1):
        visit(house)
    today, held, counted = later(24).date(), Event(), Event()

    def hold() -> None:
        with transaction.atomic():
            Sum.objects.create(period=0, institution=house.institution, version="x:1", kind="act", name="x", n=0)
            held.set()
            assert counted.wait(5)

    def read() -> Tally:
        held.wait()
        found = count(today, None)
        counted.set()
        return found

    _nothing, found = at_once(hold, read)
    assert told(found) == told(plainly(today, is_today=True, institution=None))


@pytest.mark.django_db
def test_the_audit_names_a_wrong_share_and_a_wrong_sum(house: House) -> None:
    case = visit(house)
    act(house, case, "admit", "walter")
    assert book() == 1
    assert (list(wrong_cases()), wrong_sums()) == ([], [])
    Sum.objects.filter(kind="act", name="admit").update(n=2)
    assert {row[4] for row in wrong_sums()} == {"admit"}
    Share.objects.update(parts=[])
    assert list(wrong_cases()) == [case.pk]
    begin_anew()
    book()
    assert (list(wrong_cases()), wrong_sums()) == ([], [])
