"""A restored older copy loses again what had been erased since, once, and only that."""

from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.tests.house.people import House, later
from dienests.kernel.cases.tests.house.playing import visit
from dienests.kernel.cases.tests.test_canary import CANARY, places
from dienests.kernel.files import vault
from dienests.kernel.files.stored_file import StoredFile
from dienests.kernel.handling.posting import Posting
from dienests.kernel.handling.tests.given import do
from dienests.kernel.keys import store as keys
from dienests.kernel.log.events import Event
from dienests.kernel.log.verify import verify
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.retention import erased_list
from dienests.kernel.retention.erased_list import Line, ListError
from dienests.kernel.retention.erasure import Erasure
from dienests.kernel.retention.hold import Hold
from dienests.kernel.retention.reapplying import reapply
from dienests.kernel.retention.tests.given import full, lines_for

AT = later(200)


@pytest.mark.django_db(transaction=True)
def test_no_word_of_a_person_is_left_anywhere_and_the_log_holds(house: House) -> None:
    case = full(house)
    assert places(CANARY)
    file = StoredFile.objects.get(kind="txt")
    lines = lines_for(case)
    erased_list.path().write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")  # the audit asks it why
    result = reapply(lines, at=AT)
    assert places(CANARY, CANARY.encode("unicode_escape").decode(), CANARY.encode().hex()) == set()
    assert (result.done["case"], result.absent) == (1, 0)
    assert not verify().breaks
    assert keys.existing(vault.key_name(case.pk), remember=False) is None
    with pytest.raises(vault.Gone):
        vault.get(file.pk, vault.ORIGINAL, subject=case.pk)


@pytest.mark.django_db(transaction=True)
def test_what_is_repeated_changes_nothing(house: House) -> None:
    lines = lines_for(case := full(house))
    reapply(lines, at=AT)
    events = Event.objects.count()
    again = reapply(lines, at=later(201))
    assert (again.total, again.absent, Event.objects.count()) == (0, 0, events)
    assert Event.objects.get(stream=case.pk, act="erased_again").payload["categories"]


@pytest.mark.django_db(transaction=True)
def test_only_the_kinds_that_the_line_names_are_erased(house: House) -> None:
    case = full(house)
    words = {f"{CANARY} statement", f"{CANARY} internal"}
    reapply([lines_for(case, ["house-note"])[0]], at=AT)
    assert set(Posting.objects.values_list("text", flat=True)) == words
    assert {name for _table, name in places(f"{CANARY} note")} == set()
    assert {name for _table, name in places(f"{CANARY} verdict")} == {"verdict", "html"}
    assert list(Erasure.objects.values_list("slug", flat=True)) == ["house-note"]


@pytest.mark.django_db(transaction=True)
def test_a_letter_goes_with_the_category_that_it_repeats(house: House) -> None:
    case = full(house)
    reapply([lines_for(case, ["house-verdict"])[0]], at=AT)
    assert places(f"{CANARY} verdict") == set()


@pytest.mark.django_db
def test_a_case_that_was_open_in_the_copy_is_closed(house: House) -> None:
    case = visit(house, secret=CANARY)
    reapply(lines_for(case), at=AT)
    case.refresh_from_db()
    assert (case.closed_at, case.turn, case.due) == (AT, "", None)
    assert not case.term_runs.filter(stopped_on__isnull=True).exists()


@pytest.mark.django_db
def test_a_copy_that_knows_the_erasing_keeps_what_was_added_since(house: House) -> None:
    case = full(house)
    line = lines_for(case)[0].split()
    line[3] = str(Event.objects.filter(stream=case.pk).first().pk)  # type: ignore[union-attr]
    assert reapply([" ".join(line)], at=AT).total == 0
    assert places(CANARY)


@pytest.mark.django_db
def test_what_the_copy_does_not_hold_is_counted(house: House) -> None:
    lines = [
        f"case {uuid4()} letters {uuid4()} 2026-11-02T09:00:00.000000Z",
        f"event {uuid4()} 2026-11-02T09:00:00.000000Z",
    ]
    result = reapply(lines, at=AT)
    assert (result.total, result.absent) == (0, 2)


@pytest.mark.parametrize(
    "line",
    [
        "planet earth 2026-11-02T09:00:00.000000Z", "event 17 2026-11-02T09:00:00.000000Z", "event",
        f"event {UUID(int=1)} yesterday", f"case {UUID(int=1)} letters 2026-11-02T09:00:00.000000Z",
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_a_line_that_is_not_understood_stops_everything(house: House, line: str) -> None:
    case = full(house)
    with pytest.raises(ListError, match="Line 4 "):
        reapply([*lines_for(case)[:3], line], at=AT)
    assert places(CANARY)


def test_lines_are_written_once_and_a_cut_off_one_goes() -> None:
    line = Line("event", (str(uuid4()),), AT)
    erased_list.append([line])
    with erased_list.path().open("a") as file:
        file.write("event 1234-")
    assert list(erased_list.parse(erased_list.written().splitlines())) == [line]
    other = Line("key", ("files/abc",), AT)
    erased_list.append([line, other])
    assert erased_list.path().read_text() == f"{line}\n{other}\n"


@pytest.mark.parametrize("before", [None, 0o644])
def test_the_list_is_read_by_its_owner_only(before: int | None) -> None:
    if before:
        erased_list.path().touch(mode=before)
        erased_list.path().chmod(before)
    erased_list.append([Line("key", ("files/abc",), AT)])
    assert erased_list.path().stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_nothing_is_added_to_a_case_whose_data_were_erased(house: House) -> None:
    case = full(house)
    reapply(lines_for(case), at=AT)
    with pytest.raises(Refusal, match="were erased"):
        do(house, "note", case, "walter", 210, text="too late")


@pytest.mark.django_db
def test_a_hold_of_the_copy_is_lifted_for_it_was_lifted_since(house: House) -> None:
    case = full(house)
    Hold.objects.create(case=case, basis="order 5", placed_at=later(50), placed_by=uuid4())
    reapply(lines_for(case), at=AT)
    assert Hold.objects.get().lifted_at == AT
    assert places(CANARY) == set()
    assert not verify().breaks


@pytest.mark.django_db
def test_while_a_hold_stands_the_database_itself_keeps_the_content(house: House) -> None:
    case = full(house)
    hold = Hold.objects.create(case=case, basis="order 5", placed_at=later(50), placed_by=uuid4())
    with pytest.raises(IntegrityError, match="a hold stands"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_log_event SET payload = NULL, salt = NULL WHERE stream_kind = 'case'")
    with pytest.raises(IntegrityError, match="a hold stands"), transaction.atomic():
        Erasure.objects.create(case=case, slug="letters", event=uuid4(), at=AT)
    Hold.objects.filter(pk=hold.pk).update(lifted_at=later(60), lifted_by=uuid4(), lifted_basis="order 6")
    Erasure.objects.create(case=Case.objects.get(pk=case.pk), slug="letters", event=uuid4(), at=AT)
