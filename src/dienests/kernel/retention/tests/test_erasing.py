"""Erasing: what is due or decided goes, by whoever is in charge; the log, the account and the page stay."""

import subprocess
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from dienests.kernel.account.audit import wrong_cases, wrong_sums
from dienests.kernel.account.booking import book
from dienests.kernel.account.sum import Sum
from dienests.kernel.cases.participant import Participant
from dienests.kernel.cases.tests.house.people import HOW, LONG_AGO, House, later
from dienests.kernel.cases.tests.house.playing import visit, visit_at
from dienests.kernel.cases.tests.test_canary import CANARY, places
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.log.verify import verify
from dienests.kernel.parties.appointments import appoint
from dienests.kernel.parties.people import register_person
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.registry import find
from dienests.kernel.retention import due, erasing, wiping
from dienests.kernel.retention.charged import OFFICE
from dienests.kernel.retention.erasure import Erasure
from dienests.kernel.retention.reapplying import reapply
from dienests.kernel.retention.tests.given import full, list_of_lines
from dienests.kernel.retention.tests.officer import LATER, do, finished, keep_for, lift, place, with_officer


@pytest.fixture
def house(house: House) -> House:
    """A guest house with a data protection officer."""
    return with_officer(house)


@pytest.mark.django_db(transaction=True)
def test_what_is_due_goes_whole_with_one_event_that_says_so(house: House) -> None:
    case = full(house)
    kinds = wiping.kinds(find(case.procedure, case.version))
    for kind in kinds:
        keep_for(house, kind)
    do(house, case, *kinds)
    assert places(CANARY, CANARY.encode("unicode_escape").decode(), CANARY.encode().hex()) == set()
    event = Event.objects.get(stream=case.pk, act="erased")
    assert event.basis.startswith("retention.")
    assert "file plan 7" in event.basis
    assert set(event.payload["categories"]) == set(kinds)
    assert not verify().breaks
    # The list stood on disk before, and repeated it changes nothing.
    assert {line.split()[0] for line in list_of_lines()} >= {"case", "event", "key"}
    assert reapply(list_of_lines(), at=LATER).total == 0


@pytest.mark.django_db(transaction=True)
def test_the_account_counts_what_it_counted(house: House) -> None:
    case = full(house)
    book()
    before = {(each.kind, each.name, each.detail, each.period): each.n for each in Sum.objects.all()}
    keep_for(house, "case-content")
    keep_for(house, "house-secret")
    do(house, case, "case-content", "house-secret")
    book()
    after = {(each.kind, each.name, each.detail, each.period): each.n for each in Sum.objects.all()}
    assert {key: n for key, n in after.items() if key[1] != "erased"} == before
    assert not [*wrong_cases(), *wrong_sums()]


@pytest.mark.django_db
def test_what_is_not_due_needs_a_decision(house: House) -> None:
    case = visit_at(house, "dropped")
    finished(later(10))
    with pytest.raises(Refusal, match="not over, or not set"):
        do(house, case, "house-secret")
    keep_for(house, "house-secret", "permanently")
    with pytest.raises(Refusal, match="not over, or not set"):
        do(house, case, "house-secret")
    assert not list_of_lines()


@pytest.mark.django_db
def test_an_open_case_is_not_erased(house: House) -> None:
    keep_for(house, "house-secret")
    with pytest.raises(Refusal, match="is open"):
        do(house, visit(house), "house-secret")


@pytest.mark.parametrize("who", ["anna", "karl", "peter"])
@pytest.mark.django_db
def test_only_who_is_in_charge_erases(house: House, who: str) -> None:
    case = visit_at(house, "done")
    finished(later(10))
    keep_for(house, "house-secret")
    with pytest.raises(Refusal):
        do(house, case, "house-secret", who=who)
    assert not Erasure.objects.exists()


@pytest.mark.django_db
def test_the_same_form_erases_once(house: House) -> None:
    case, form = visit_at(house, "done"), uuid4()
    finished(later(10))
    keep_for(house, "house-secret")
    for _twice in range(2):
        do(house, case, "house-secret", form=form)
    assert Event.objects.filter(stream=case.pk, act="erased").count() == 1
    with pytest.raises(Refusal, match="erased already"):
        do(house, case, "house-secret")


@pytest.mark.django_db
def test_a_hold_refuses_with_its_paragraph(house: House) -> None:
    case = visit_at(house, "done")
    finished(later(10))
    keep_for(house, "house-secret")
    place(house, case, basis="vpd-ethics-code-2026:25")
    with pytest.raises(Refusal, match=r"since 05\.01\.2032\.: .*vpd-ethics-code-2026:25") as caught:
        do(house, case, "house-secret")
    assert str(caught.value.basis) == "vpd-ethics-code-2026:25"
    with pytest.raises(Refusal, match="already"):
        place(house, case)
    lift(house, case)
    do(house, case, "house-secret")
    acts = list(Event.objects.filter(stream=case.pk).order_by("position").values_list("act", flat=True))
    assert acts[-3:] == ["hold_placed", "hold_lifted", "erased"]


@pytest.mark.django_db
def test_a_decision_of_somebody_else_lets_erase_before_the_time(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasing, "_grants", {"house-visit": frozenset({"done"})})
    case, decision = visit_at(house, "dropped"), visit_at(house, "done")
    finished(later(10))
    with pytest.raises(Refusal, match="has this number"):
        do(house, case, "house-note", decision="no such")
    office = house.institution.offices.get(slug=OFFICE)
    appoint(
        person=house.people["walter"], office=office, valid_from=LONG_AGO, order_number="2", by=SYSTEM, at=HOW["at"]
    )
    with pytest.raises(Refusal, match="another official"):
        do(house, case, "house-note", who="walter", decision=decision.number)
    do(house, case, "house-note", decision=decision.number)
    assert Event.objects.get(stream=case.pk, act="erased").basis.startswith(f"{decision.number}; ")


@pytest.mark.django_db(transaction=True)
def test_a_person_whom_nothing_names_any_more_loses_name_and_code(house: House) -> None:
    case = full(house)
    guest = register_person(given_name=CANARY, family_name="Viesis", personal_code="16117519997", **HOW)
    Participant.objects.create(case=case, role="host", person=guest)
    keep_for(house, "participants")
    do(house, case, "participants")
    guest.refresh_from_db()
    assert (guest.given_name, guest.family_name, guest.code_search, guest.code_cipher) == ("", "", None, None)
    assert all(
        event.payload is None for event in Event.objects.filter(stream_kind="person", stream=guest.pk, act="registered")
    )
    assert f"person {guest.pk}" in " ".join(list_of_lines())
    house.people["anna"].refresh_from_db()
    assert house.people["anna"].given_name == "Anna"  # who has an account stays
    assert not verify().breaks


@pytest.mark.django_db
def test_the_period_of_the_result_goes_before_that_of_the_kind(house: House) -> None:
    done, dropped = visit_at(house, "done"), visit_at(house, "dropped")
    keep_for(house, "house-secret", "permanently")
    keep_for(house, "house-secret.house-visit.dropped", "months:12")
    on = LATER.date()
    assert list(due.cases(house.institution.pk, on)) == [dropped]
    assert due.of(done, on) == ()
    assert [each.parameter for each in due.of(dropped, on)] == ["retention.house-secret.house-visit.dropped"]


@pytest.mark.django_db
def test_the_list_costs_the_same_however_long_it_is(house: House, django_assert_num_queries) -> None:
    for kind in ("house-secret", "house-note", "letters"):
        keep_for(house, kind)
    made = [visit_at(house, "dropped") for _each in range(6)]
    place(house, made[0])
    for n in (2, 6):
        with django_assert_num_queries(5):
            rows = due.described(due.cases(house.institution.pk, LATER.date())[:n], house.institution.pk, LATER.date())
        assert len(rows) == n
    assert [each.case for each in rows if each.hold] == [made[0]]
    assert {each.kind for each in rows[1].kinds} == {"house-secret", "house-note", "letters"}
    figures = due.figures(house.institution.pk, LATER)
    assert (figures.due, figures.held, figures.within_a_year) == (6, 1, 0)


@pytest.mark.django_db(transaction=True)
def test_the_file_of_the_database_keeps_no_trace(house: House) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL overwrites by vacuum, which docs/operate.md describes")
    case = full(house)
    kinds = wiping.kinds(find(case.procedure, case.version))
    for kind in kinds:
        keep_for(house, kind)
    assert CANARY.encode() in _bytes()
    do(house, case, *kinds)
    assert CANARY.encode() not in _bytes()
    assert CANARY.lower().encode() not in _bytes()


def _bytes() -> bytes:
    """Return what lies in the file of the database and in its journal, read by another process: see conftest.py."""
    name = Path(str(connection.settings_dict["NAME"]))
    files = [each for each in (name, name.with_name(f"{name.name}-wal")) if each.exists()]
    return subprocess.run(["/bin/cat", *files], capture_output=True, check=True).stdout
