"""The rows of a staff list, cell by cell: what can be judged without looking at any other row or at the database."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from dienests.kernel.parties import personal_code as codes
from dienests.kernel.parties.refusals import PartiesError
from dienests.site.staffing.columns import label, placed
from dienests.site.staffing.problems import Problem
from dienests.site.staffing.table import FORMULA, Cell, Table

LONGEST = {"given_name": 100, "family_name": 100, "number": 40, "email": 150}
EARLIEST_YEAR, YEARS_AHEAD = 1950, 2
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%Y.", "%Y.%m.%d", "%Y.%m.%d.")


@dataclass(slots=True)
class Row:
    """One person as the list has it; `number` in the file counts the headings as row 1."""

    place: int
    given_name: str = ""
    family_name: str = ""
    personal_code: str = field(default="", repr=False)
    number: str = ""
    email: str = ""
    unit: str = ""
    offices: list[str] = field(default_factory=list)
    manager: str = ""
    valid_from: date = date.min

    @property
    def name(self) -> str:
        """Given name and family name."""
        return f"{self.given_name} {self.family_name}"


@sensitive_variables()
def rows_of(table: Table, *, on: date) -> tuple[list[Row], list[Problem]]:
    """Return the rows and what is wrong with single cells; an empty row is left out. Raises FileRefused."""
    places = placed([str(cell) for cell in table[0]])
    rows: list[Row] = []
    problems: list[Problem] = []
    for number, cells in enumerate(table[1:], start=2):
        named = {column: cells[place] if place < len(cells) else "" for column, place in places.items()}
        if any(named.values()):
            row, wrong = _row(number, named, on)
            rows.append(row)
            problems += wrong
    return rows, problems


@sensitive_variables()
def _row(number: int, cells: dict[str, Cell], on: date) -> tuple[Row, list[Problem]]:
    row, problems = Row(number), []
    formulas = [column for column, cell in cells.items() if cell == FORMULA]
    for column in formulas:
        problems.append(Problem(number, label(column), _("it holds a formula; keep its value only")))
    for column, cell in cells.items():
        if column in formulas:
            continue
        try:
            _read(row, column, cell, on)
        except ValueError as wrong:
            problems.append(Problem(number, label(column), str(wrong)))
    for column in ("given_name", "family_name", "email"):
        if not getattr(row, column) and not any(p.column == label(column) for p in problems):
            problems.append(Problem(number, label(column), _("it is missing")))
    return row, problems


@sensitive_variables()
def _read(row: Row, column: str, cell: Cell, on: date) -> None:
    text = cell.isoformat() if isinstance(cell, date) else cell
    if column == "valid_from":
        row.valid_from = _day(cell, on)
    elif column == "offices":
        row.offices = [each.strip() for each in re.split(r"[;|\n]|,(?=\s)", text) if each.strip()]
    elif column == "personal_code":
        row.personal_code = _code(text)
    elif column == "email":
        row.email = _email(text)
    else:
        if len(text) > LONGEST.get(column, 200):
            raise ValueError(_("it is too long"))
        setattr(row, column, text)


def _day(cell: Cell, on: date) -> date:
    if not cell:
        raise ValueError(_("it is missing"))
    day = cell if isinstance(cell, date) else next(_parsed(cell), None)
    if day is None:
        raise ValueError(_("“%(cell)s” is no day: write it as 2026-03-01 or 01.03.2026") % {"cell": str(cell)[:30]})
    if not EARLIEST_YEAR <= day.year <= on.year + YEARS_AHEAD:
        raise ValueError(_("the year %(year)s cannot be meant") % {"year": day.year})
    return day


def _parsed(text: str) -> Iterator[date]:
    for kind in _DAYS:
        try:
            yield datetime.strptime(text, kind).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue


@sensitive_variables()
def _code(text: str) -> str:
    if not text:
        return ""
    # A table program that took the code for a number has eaten its zero.
    digits = text.zfill(11) if text.isdigit() and len(text) == 10 else text
    try:
        return codes.verify(digits)
    except PartiesError:
        raise ValueError(_("this is no personal code: check its eleven digits")) from None


def _email(text: str) -> str:
    small = text.casefold()
    if not small:
        return ""
    try:
        validate_email(small)
    except ValidationError:
        raise ValueError(_("“%(cell)s” is no e-mail address") % {"cell": text[:60]}) from None
    if len(small) > LONGEST["email"]:
        raise ValueError(_("it is too long"))
    return small
