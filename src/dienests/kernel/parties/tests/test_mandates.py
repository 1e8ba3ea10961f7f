"""Mandates and absences over time: half-open periods, refusals, constraints, the events."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from dienests.kernel.log.entry import SYSTEM, ActorRef
from dienests.kernel.log.streams import Stream, history
from dienests.kernel.parties.absences import mark_absent, return_from_absence
from dienests.kernel.parties.appointments import appoint, end_mandate
from dienests.kernel.parties.models import Absence, Mandate, Person
from dienests.kernel.parties.offices import OfficeKey, absent, effective, held
from dienests.kernel.parties.people import colleagues
from dienests.kernel.parties.refusals import PartiesError
from dienests.kernel.parties.tests.given import (
    AT,
    HOW,
    LONG_AGO,
    TODAY,
    a_mandate,
    a_person,
    a_unit,
    an_absence,
    an_institution,
    an_office,
)  # fmt: skip

DAY = timedelta(days=1)


@pytest.mark.django_db
class TestMandate:
    """Appointing and ending."""

    def test_it_holds_from_its_first_day_to_the_day_before_its_end(self) -> None:
        person, office = a_person(), an_office(an_institution(), "head")
        mandate = a_mandate(office, person, date(2026, 3, 1), date(2026, 6, 1))
        assert effective(person.id, date(2026, 2, 28)) == ()
        assert [held.mandate for held in effective(person.id, date(2026, 3, 1))] == [mandate.id]
        assert [held.slug for held in effective(person.id, date(2026, 5, 31))] == ["head"]
        assert effective(person.id, date(2026, 6, 1)) == ()

    def test_ending_it_changes_no_day_before(self) -> None:
        person, office = a_person(), an_office(an_institution(), "head")
        mandate = a_mandate(office, person)
        end_mandate(mandate=mandate, valid_to=TODAY, **HOW)
        assert len(effective(person.id, TODAY - DAY)) == 1
        assert effective(person.id, TODAY) == ()
        acts = [(event.act, event.basis) for event in history(Stream("mandate", mandate.id))]
        assert acts == [("appointed", "No. 7"), ("mandate-ended", "order 1")]

    def test_an_end_can_only_come_earlier(self) -> None:
        mandate = a_mandate(an_office(an_institution(), "head"), a_person(), date(2026, 1, 1), date(2026, 6, 1))
        for day in (date(2026, 6, 1), date(2027, 1, 1), date(2026, 1, 1), date(2025, 1, 1)):
            with pytest.raises(PartiesError):
                end_mandate(mandate=mandate, valid_to=day, **HOW)
        assert end_mandate(mandate=mandate, valid_to=date(2026, 1, 2), **HOW).valid_to == date(2026, 1, 2)

    def test_one_person_holds_one_office_once_at_a_time(self) -> None:
        person, office = a_person(), an_office(an_institution(), "head")
        a_mandate(office, person, date(2026, 1, 1), date(2026, 6, 1))
        for start, end in [(date(2026, 5, 31), None), (date(2025, 1, 1), None), (date(2026, 2, 1), date(2026, 3, 1))]:
            with pytest.raises(PartiesError):
                a_mandate(office, person, start, end)
        a_mandate(office, person, date(2025, 12, 1), date(2026, 1, 1))
        a_mandate(office, person, date(2026, 6, 1))
        a_mandate(office, a_person("Liepa"), date(2026, 1, 1))

    @pytest.mark.parametrize("end", [LONG_AGO, LONG_AGO - DAY])
    def test_it_lasts_a_day_at_least(self, end: date) -> None:
        with pytest.raises(PartiesError):
            a_mandate(an_office(an_institution(), "head"), a_person(), LONG_AGO, end)

    def test_it_needs_an_order_and_a_paragraph_may_be_its_basis(self) -> None:
        office, person = an_office(an_institution(), "head"), a_person()
        with pytest.raises(PartiesError):
            appoint(office=office, person=person, valid_from=TODAY, order_number=" ", by=SYSTEM, at=AT)
        mandate = appoint(
            office=office, person=person, valid_from=TODAY, order_number="No. 8", by=SYSTEM, at=AT, basis="some-act:7"
        )
        (event,) = history(Stream("mandate", mandate.id))
        assert (event.basis, event.payload["order_number"]) == ("some-act:7", "No. 8")

    def test_the_database_itself_refuses_an_empty_period_and_a_second_open_one(self) -> None:
        person, office = a_person(), an_office(an_institution(), "head")
        a_mandate(office, person)
        with pytest.raises(IntegrityError), transaction.atomic():
            Mandate.objects.create(office=office, person=person, valid_from=TODAY, order_number="x")
        with pytest.raises(IntegrityError), transaction.atomic():
            Mandate.objects.create(office=office, person=person, valid_from=TODAY, valid_to=TODAY, order_number="x")


@pytest.mark.django_db
class TestAbsence:
    """Absences and what they open for a stand-in."""

    def test_an_office_is_absent_only_while_all_its_holders_are(self) -> None:
        institution = an_institution()
        chair, deputy = an_office(institution, "chair"), an_office(institution, "deputy")
        one, other, stand_in = a_person(), a_person("Liepa"), a_person("Ozols")
        a_mandate(chair, one), a_mandate(chair, other), a_mandate(deputy, stand_in)
        an_absence(institution, one, TODAY, TODAY + 3 * DAY)
        assert held(stand_in.id, TODAY).absent == frozenset()
        an_absence(institution, other, TODAY + DAY, TODAY + 2 * DAY)
        key = OfficeKey(institution.id, None, "chair")
        opened = [held(stand_in.id, TODAY + n * DAY).absent for n in range(4)]
        assert opened == [frozenset(), frozenset({key}), frozenset(), frozenset()]

    def test_a_vacant_office_is_not_absent(self) -> None:
        institution = an_institution()
        chair, person = an_office(institution, "chair"), a_person()
        mandate = a_mandate(chair, person)
        an_absence(institution, person)
        assert absent({institution.id}, TODAY) == {OfficeKey(institution.id, None, "chair")}
        end_mandate(mandate=mandate, valid_to=TODAY, **HOW)
        assert absent({institution.id}, TODAY) == frozenset()

    def test_units_and_institutions_are_told_apart(self) -> None:
        here, there = an_institution(), an_institution()
        north, south = a_unit(here, "north"), a_unit(here, "south")
        person, colleague, stranger = a_person(), a_person("Liepa"), a_person("Ozols")
        a_mandate(an_office(here, "chair", north), person)
        a_mandate(an_office(here, "chair", south), colleague)
        a_mandate(an_office(there, "chair"), person)
        a_mandate(an_office(there, "clerk"), stranger)
        an_absence(here, person)
        assert held(colleague.id, TODAY).absent == {OfficeKey(here.id, north.id, "chair")}
        assert held(stranger.id, TODAY).absent == frozenset()

    def test_whose_mandate_has_ended_does_not_hold_an_office_open(self) -> None:
        institution = an_institution()
        chair, gone, away = an_office(institution, "chair"), a_person(), a_person("Liepa")
        a_mandate(chair, gone, LONG_AGO, TODAY), a_mandate(chair, away)
        an_absence(institution, away)
        assert absent({institution.id}, TODAY) == {OfficeKey(institution.id, None, "chair")}

    def test_return_ends_it_and_both_are_logged_with_who_entered_them(self) -> None:
        institution, person = an_institution(), a_person()
        mandate = a_mandate(an_office(institution, "head"), person)
        by = ActorRef(mandate=mandate.id)
        absence = mark_absent(institution=institution, person=person, valid_from=TODAY, basis="leave", by=by, at=AT)
        assert (absence.recorded_by, absence.recorded_at) == (mandate, AT)
        return_from_absence(absence=absence, on=TODAY + 5 * DAY, basis="back", by=by, at=AT)
        assert not Absence.objects.covering(TODAY + 5 * DAY).exists()
        assert Absence.objects.covering(TODAY + 4 * DAY).exists()
        events = history(Stream("absence", absence.id))
        assert [(event.act, event.mandate) for event in events] == [("absent", mandate.id), ("returned", mandate.id)]

    def test_a_mistake_is_withdrawn_at_once_and_covers_no_day(self) -> None:
        institution, person = an_institution(), a_person()
        a_mandate(an_office(institution, "head"), person)
        absence = an_absence(institution, person, TODAY)
        return_from_absence(absence=absence, on=TODAY - DAY, **HOW)
        assert not Absence.objects.covering(TODAY).exists()
        assert not Absence.objects.covering(TODAY - DAY).exists()
        assert Absence.objects.count() == 1

    def test_bad_entries_are_refused(self) -> None:
        institution, person = an_institution(), a_person()
        a_mandate(an_office(institution, "head"), person, LONG_AGO, TODAY + 30 * DAY)
        an_absence(institution, person, TODAY, TODAY + 3 * DAY)
        with pytest.raises(PartiesError):
            an_absence(institution, person, TODAY + 2 * DAY)
        with pytest.raises(PartiesError):
            an_absence(institution, person, TODAY + 5 * DAY, TODAY + 5 * DAY)
        with pytest.raises(PartiesError):
            an_absence(institution, person, TODAY + 30 * DAY)
        with pytest.raises(PartiesError):
            an_absence(an_institution(), person)
        absence = Absence.objects.get()
        with pytest.raises(PartiesError):
            return_from_absence(absence=absence, on=TODAY + 3 * DAY, **HOW)
        an_absence(institution, person, TODAY + 3 * DAY)

    def test_the_database_itself_refuses_a_backward_period_and_a_second_open_one(self) -> None:
        institution, person = an_institution(), a_person()
        a_mandate(an_office(institution, "head"), person)
        an_absence(institution, person)
        row = {"institution": institution, "person": person, "valid_from": TODAY, "recorded_at": AT}
        with pytest.raises(IntegrityError), transaction.atomic():
            Absence.objects.create(**row)
        with pytest.raises(IntegrityError), transaction.atomic():
            Absence.objects.create(**row, valid_to=TODAY - DAY)


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_house() -> None:
    person, counts = a_person(), []
    for _ in range(3):
        institution = an_institution()
        for slug in ("chair", "deputy", "clerk"):
            office = an_office(institution, slug)
            a_mandate(office, person)
            a_mandate(office, a_person("Liepa"))
        an_absence(institution, person)
        with CaptureQueriesContext(
            connection,
        ) as one:
            effective(person.id, TODAY)
        with CaptureQueriesContext(connection) as both:
            held(person.id, TODAY)
        counts.append((len(one), len(both)))
    assert counts == [(1, 2)] * 3


@pytest.mark.django_db
def test_colleagues_are_those_in_office_in_latvian_order_and_found_without_marks() -> None:
    institution, other = an_institution(), an_institution()
    clerk = an_office(institution, "clerk")
    for family in ("Čakste", "Cīrulis", "Ābols"):
        a_mandate(clerk, a_person(family))
    a_mandate(clerk, a_person("Liepa"), LONG_AGO, TODAY)
    a_mandate(an_office(other, "clerk"), a_person("Ozols"))
    assert [person.family_name for person in colleagues(institution.id, TODAY)] == ["Ābols", "Cīrulis", "Čakste"]
    assert [person.family_name for person in colleagues(institution.id, TODAY, "ilze CAK")] == ["Čakste"]
    assert not colleagues(institution.id, TODAY, "100%").exists()


_days = st.dates(date(2026, 1, 1), date(2026, 3, 1))
_periods = st.lists(st.tuples(st.integers(0, 2), _days, st.none() | st.integers(1, 40)), max_size=8)


class TestOverTime(TestCase):
    """On any day the answer in SQL is the answer of a plain filter."""

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(mandates=_periods, absences=_periods, day=_days)
    def test_any_day_answers_as_a_naive_filter_does(
        self, mandates: list[tuple[int, date, int | None]], absences: list[tuple[int, date, int | None]], day: date
    ) -> None:
        institution = an_institution()
        people = [a_person(family) for family in ("Ābols", "Liepa", "Ozols")]
        offices = [an_office(institution, slug) for slug in ("chair", "deputy")]
        kept = []
        for number, (who, start, length) in enumerate(mandates):
            office = offices[number % 2]
            end = None if length is None else start + length * DAY
            try:
                kept.append((people[who], office.slug, start, end, a_mandate(office, people[who], start, end).id))
            except PartiesError:
                assert any(p == people[who] and s == office.slug for p, s, *_ in kept)
        away = []
        for who, start, length in absences:
            end = None if length is None else start + length * DAY
            try:
                away.append((people[who], start, an_absence(institution, people[who], start, end).valid_to))
            except PartiesError:
                continue
        self._compare(institution.id, people, kept, away, day)

    def _compare(self, institution: int, people: list[Person], kept: list, away: list, day: date) -> None:
        def covers(start: date, end: date | None) -> bool:
            return start <= day and (end is None or day < end)

        gone = {person.id for person, start, end in away if covers(start, end)}
        holders: dict[str, set] = {}
        for person in people:
            naive = {mandate for p, _, start, end, mandate in kept if p == person and covers(start, end)}
            assert {office.mandate for office in effective(person.id, day)} == naive
        for person, slug, start, end, _ in kept:
            if covers(start, end):
                holders.setdefault(slug, set()).add(person.id)
        expected = {OfficeKey(institution, None, slug) for slug, who in holders.items() if who <= gone}
        assert absent({institution}, day) == expected
