"""Taking a staff list in: every bad row named, all or nothing, the same list twice changes nothing."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils.translation import override

from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.log.verify import verify
from dienests.kernel.parties import personal_code as codes
from dienests.kernel.parties.institution import Institution, Unit
from dienests.kernel.parties.managers import direct_manager
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.person import Person
from dienests.kernel.parties.refusals import PartiesError
from dienests.kernel.parties.staff_member import StaffMember
from dienests.kernel.parties.tests.dump import everything
from dienests.kernel.parties.tests.given import NEW_CODE, OLD_CODE
from dienests.site.founding.founding import found
from dienests.site.founding.tests.test_founding import PLAN
from dienests.site.staffing.problems import FileRefused
from dienests.site.staffing.table import read
from dienests.site.staffing.taking_in import Report, take_in
from dienests.site.staffing.tests.files import a_csv, a_workbook

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
ON = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def place() -> Institution:
    return found(PLAN, at=AT).institution


def _row(name: str, *, code: str = "", number: str = "", unit: str = "Krasta nodaļa", office: str = "",
         manager: str = "", start: str = "2026-03-01", email: str | None = None) -> list[str]:  # fmt: skip
    given, family = name.split(" ")
    own = f"{family.lower()}@example.lv" if email is None else email
    own = own.encode("ascii", "ignore").decode()
    return [given, family, code, number, own, unit, office, manager, start]


def _take(place: Institution, *rows: list[str], **how: Any) -> Report:
    return take_in(table=read(a_csv(*rows)), institution=place, basis="order 2", by=SYSTEM, at=AT, **how)


def _told(report: Report) -> list[str]:
    return [str(each) for each in report.problems]


STAFF = (
    _row("Vilis Krasts", office="head", unit=""),
    _row("Anna Niedre", manager="krasts@example.lv", code=OLD_CODE, number="12"),
    _row("Juris Dūņa", manager="Anna Niedre"),
    _row("Māra Smilga", manager="12", office="ethics-chair; ethics-member"),
)


def test_a_list_registers_appoints_and_says_who_manages_whom(place: Institution) -> None:
    report = _take(place, *STAFF)
    assert _told(report) == []
    assert (report.rows, report.registered, report.unchanged) == (4, 4, 0)
    anna, juris = Person.objects.get(family_name="Niedre"), Person.objects.get(family_name="Dūņa")
    assert direct_manager(juris.pk, place.pk, ON) == anna
    assert direct_manager(anna.pk, place.pk, ON) == Person.objects.get(family_name="Krasts")
    chair = Mandate.objects.get(office__slug="ethics-chair")
    assert (chair.person.family_name, chair.office.unit, chair.valid_from) == ("Smilga", None, date(2026, 3, 1))
    assert codes.search(OLD_CODE) == anna
    assert OLD_CODE.replace("-", "") not in everything()
    assert verify().breaks == []


def test_the_same_list_twice_changes_nothing(place: Institution) -> None:
    _take(place, *STAFF)
    events = Event.objects.count()
    again = _take(place, *STAFF)
    assert (again.registered, again.changed, again.appointed, again.unchanged) == (0, 0, 0, 4)
    assert Event.objects.count() == events


def test_a_dry_run_counts_the_same_and_writes_nothing(place: Institution) -> None:
    before = (Event.objects.count(), Person.objects.count())
    dry = _take(place, *STAFF, dry=True)
    assert (Event.objects.count(), Person.objects.count()) == before
    real = _take(place, *STAFF)
    assert (dry.registered, dry.appointed, dry.offices) == (real.registered, real.appointed, real.offices)


def test_people_are_known_again_by_code_number_or_address(place: Institution) -> None:
    _take(place, _row("Anna Niedre", code=OLD_CODE), _row("Juris Dūņa", number="5"), _row("Māra Smilga"))
    report = _take(
        place,
        _row("Anna Ezere", code=OLD_CODE, email="new@example.lv"),
        _row("Juris Dūņa", number="5", email="juris@example.lv"),
        _row("Māra Smilga", number="6", email="smilga@example.lv"),
    )
    assert _told(report) == []
    assert (report.registered, report.changed) == (0, 3)
    assert Person.objects.filter(family_name="Ezere").exists()
    assert set(StaffMember.objects.values_list("email", flat=True)) == {
        "new@example.lv", "juris@example.lv", "smilga@example.lv",
    }  # fmt: skip


def test_the_founder_is_met_again_by_name(place: Institution) -> None:
    report = _take(place, _row("Ilze Ābolkalne"))
    assert (_told(report), report.registered, report.changed) == ([], 0, 1)


def test_a_person_of_another_unit_moves(place: Institution) -> None:
    _take(place, _row("Anna Niedre", number="12"))
    _take(place, _row("Anna Niedre", number="12", unit="Ēku nodaļa", start="2026-10-01"), new_units=True)
    old, new = Mandate.objects.filter(person__family_name="Niedre").order_by("valid_from")
    assert (old.valid_to, new.valid_from, new.valid_to) == (date(2026, 10, 1), date(2026, 10, 1), None)


def test_every_bad_cell_is_named_with_its_row_and_column(place: Institution) -> None:
    report = _take(
        place,
        _row("Anna Niedre", code="161175-19998"),
        _row("Juris Dūņa", office="archdruid"),
        _row("Māra Smilga", unit="Moon base"),
        _row("Pēteris Vītols", start="31.02.2026"),
        _row("Rita Liepa", manager="nobody@example.lv"),
        _row("Zane Kārkls", email="not an address"),
        ["", "Bezvārde", "", "", "bezvarde@example.lv", "", "", "", ""],
        _row("Jānis Ozols", start="2206-01-01"),
        _row("Oto Lapa", number="=1+1"),
    )
    assert _told(report) == [
        "Row 2, column “personal code”: this is no personal code: check its eleven digits",
        "Row 3, column “office”: there is no office “archdruid”: correct it, or establish the office first",
        "Row 4, column “unit”: there is no unit “Moon base”: correct it, or allow new units",
        "Row 5, column “from”: “31.02.2026” is no day: write it as 2026-03-01 or 01.03.2026",
        "Row 6, column “manager”: “nobody@example.lv” stands in no row: write an e-mail, staff number or full name of "
        "the list",
        "Row 7, column “e-mail”: “not an address” is no e-mail address",
        "Row 8, column “from”: it is missing",
        "Row 8, column “given name”: it is missing",
        "Row 9, column “from”: the year 2206 cannot be meant",
        "Row 10, column “staff number”: it holds a formula; keep its value only",
    ]
    assert Person.objects.count() == 1, "nothing was taken in"


def test_a_bad_personal_code_is_never_repeated(place: Institution) -> None:
    report = _take(place, _row("Anna Niedre", code="161175-19998"))
    assert "19998" not in "".join(_told(report))


def test_duplicates_in_the_file_are_named(place: Institution) -> None:
    report = _take(
        place,
        _row("Anna Niedre", code=NEW_CODE, number="A1"),
        _row("Anna Niedre", code=NEW_CODE, number="a1", email="two@example.lv"),
        _row("Juris Dūņa", email="NIEDRE@example.lv"),
    )
    assert _told(report) == [
        "Row 3, column “personal code”: row 2 has the same",
        "Row 3, column “staff number”: row 2 has the same",
        "Row 4, column “e-mail”: row 2 has the same",
    ]


def test_duplicates_with_the_database_are_named(place: Institution) -> None:
    _take(place, _row("Anna Niedre", code=OLD_CODE), _row("Juris Dūņa", number="5"))
    mixed = _take(place, _row("Anna Niedre", code=OLD_CODE, number="5"))
    assert "belong to different people" in _told(mixed)[0]
    guessed = _take(place, _row("Anna Niedre", email="other@example.lv"))
    assert "serves here already under another number" in _told(guessed)[0]
    twice = _take(
        place, _row("Anna Niedre", code=OLD_CODE, email="x@example.lv"), _row("A B", email="niedre@example.lv")
    )
    assert "the same person as row 2" in _told(twice)[0]


def test_circles_of_managers_are_named_on_every_row_of_the_circle(place: Institution) -> None:
    report = _take(
        place,
        _row("Anna Niedre", manager="Juris Dūņa"),
        _row("Juris Dūņa", manager="Māra Smilga"),
        _row("Māra Smilga", manager="Anna Niedre"),
        _row("Rita Liepa", manager="Anna Niedre"),
        _row("Oto Lapa", manager="Oto Lapa"),
    )
    circle = "the managers go round in a circle: Anna Niedre → Juris Dūņa → Māra Smilga → Anna Niedre"
    assert [(each.row, each.what) for each in report.problems if "circle" in each.what] == [
        (2, circle), (3, circle), (4, circle),
    ]  # fmt: skip
    assert any(each.row == 6 and "nobody is the own manager" in each.what for each in report.problems)


def test_a_unit_has_one_leader(place: Institution) -> None:
    two = (
        _row("Anna Niedre", unit=""), _row("Juris Dūņa", unit=""), _row("Māra Smilga", manager="Anna Niedre"),
        _row("Rita Liepa", manager="Juris Dūņa"),
    )  # fmt: skip
    assert "one person leads a unit" in _told(_take(place, *two))[0]
    _take(place, *two[:3])
    later = _take(place, two[1], _row("Rita Liepa", manager="Juris Dūņa"))
    assert "leads this unit already" in _told(later)[0]


def test_units_are_added_where_that_is_allowed(place: Institution) -> None:
    report = _take(
        place, _row("Anna Niedre", unit="Ēku nodaļa"), _row("Juris Dūņa", unit="ēku  nodaļa"), new_units=True
    )
    assert report.units == ["Ēku nodaļa"]
    assert Unit.objects.get(slug="eku-nodala").institution == place


def test_headings_are_read_in_both_languages_and_any_order(place: Institution) -> None:
    english_list = a_workbook(
        ["2026-03-01", "niedre@example.lv", "Niedre", "Anna"], headings=["From", "E-mail", "Family name", "Given name"]
    )
    report = take_in(table=read(english_list), institution=place, basis="order 2", by=SYSTEM, at=AT)
    assert (_told(report), report.registered) == ([], 1)


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        (["Vārds", "Uzvārds"], "these are missing: e-mail, from"),
        (["Vārds", "Vārds", "Uzvārds", "E-pasts", "No"], "stands twice"),
        (["Vārds", "Uzvārds", "E-pasts", "No", "Alga"], "“Alga” is not known"),
    ],
)
def test_headings_that_do_not_fit_refuse_the_file(place: Institution, headings: list[str], said: str) -> None:
    with pytest.raises(FileRefused, match=said):
        take_in(
            table=read(a_csv(["x"] * len(headings), headings=headings)), institution=place, basis="order 2", by=SYSTEM,
            at=AT,
        )  # fmt: skip


def test_a_list_needs_a_basis(place: Institution) -> None:
    with pytest.raises(PartiesError, match="basis"):
        take_in(table=read(a_csv(_row("Anna Niedre"))), institution=place, basis=" ", by=SYSTEM, at=AT)
