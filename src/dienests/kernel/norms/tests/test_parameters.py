"""Dated parameters: not set is a state, a value holds from its day, and every change stands in the log."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from dienests.kernel.log.streams import ActorRef, history
from dienests.kernel.norms import declared
from dienests.kernel.norms.declared import Declared, ParameterError
from dienests.kernel.norms.parameters import Parameter, set_parameter, standing, stream_of, unset, value_on
from dienests.kernel.parties.founding import found_institution
from dienests.kernel.parties.institution import Institution

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CLERK = ActorRef(mandate=uuid4())
BY_LAWS = "Reglaments Nr. 7, 12. punkts"


def _at_least_two(value: str) -> None:
    if int(value) < 2:
        raise ValueError("A quorum has at least two members: write 2 or more.")


def _source() -> Iterable[Declared]:
    return (
        Declared("ethics-report.sitting", "sitting", "by-laws", "vpd-ethics-code-2026:25", "term"),
        Declared("ethics-report.quorum", "quorum", "by-laws", "vpd-ethics-code-2026:7", "number", _at_least_two),
        Declared("ethics-report.room", "room", "by-laws", "vpd-ethics-code-2026:25"),
    )


@pytest.fixture(autouse=True)
def _declarations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(declared, "_sources", [])
    declared.register(_source)


@pytest.fixture
def institution() -> Institution:
    return found_institution(
        slug="izdomu-dienests", name_lv="Izdomu dienests", name_en="Invented service", is_demonstration=True,
        founded_on=date(2020, 1, 1), basis="izdomāts rīkojums", by=CLERK, at=AT,
    )  # fmt: skip


def _set(institution: Institution, value: str, valid_from: date, **other: Any) -> Parameter:
    given = {"slug": "ethics-report.sitting", "basis": BY_LAWS, "by": CLERK, "at": AT, **other}
    return set_parameter(institution=institution, value=value, valid_from=valid_from, **given)


def _value(institution: Institution, on: date) -> str | None:
    return value_on(institution.pk, "ethics-report.sitting", on)


def test_a_parameter_that_nobody_set_has_no_value(institution: Institution) -> None:
    assert _value(institution, date(2026, 3, 2)) is None
    assert [each.parameter for each in standing(institution.pk, date(2026, 3, 2))] == [None, None, None]


def test_a_value_holds_from_its_day_until_the_next_one(institution: Institution) -> None:
    _set(institution, "working_days:10", date(2026, 4, 1))
    _set(institution, "working_days:5", date(2026, 6, 1))
    days = [date(2026, 3, 31), date(2026, 4, 1), date(2026, 5, 31), date(2026, 6, 1), date(2036, 1, 1)]
    assert [_value(institution, day) for day in days] == [
        None, "working_days:10", "working_days:10", "working_days:5", "working_days:5",
    ]  # fmt: skip


def test_a_value_entered_afterwards_for_an_earlier_day_ends_where_the_later_one_begins(
    institution: Institution,
) -> None:
    _set(institution, "working_days:5", date(2026, 6, 1))
    _set(institution, "working_days:10", date(2026, 4, 1))
    assert _value(institution, date(2026, 5, 31)) == "working_days:10"
    assert _value(institution, date(2026, 6, 1)) == "working_days:5"


def test_an_ended_value_is_not_set_again(institution: Institution) -> None:
    _set(institution, "working_days:10", date(2026, 4, 1))
    unset(
        institution=institution, slug="ethics-report.sitting", basis=BY_LAWS, valid_to=date(2026, 7, 1), by=CLERK, at=AT
    )
    assert _value(institution, date(2026, 6, 30)) == "working_days:10"
    assert _value(institution, date(2026, 7, 1)) is None
    _set(institution, "working_days:7", date(2026, 5, 1))
    assert _value(institution, date(2026, 6, 30)) == "working_days:7"
    assert _value(institution, date(2026, 7, 1)) is None


def test_what_has_no_value_cannot_end(institution: Institution) -> None:
    _set(institution, "working_days:10", date(2026, 4, 1))
    with pytest.raises(ParameterError, match="no value before 2026-04-01"):
        unset(
            institution=institution, slug="ethics-report.sitting", basis=BY_LAWS, valid_to=date(2026, 4, 1), by=CLERK,
            at=AT,
        )  # fmt: skip


def test_every_change_stands_in_the_log_with_what_was_before(institution: Institution) -> None:
    _set(institution, "working_days:10", date(2026, 4, 1))
    _set(institution, "working_days:12", date(2026, 4, 1))
    _set(institution, "days:30", date(2026, 5, 1))
    unset(
        institution=institution, slug="ethics-report.sitting", basis=BY_LAWS, valid_to=date(2026, 8, 1), by=CLERK, at=AT
    )
    events = history(stream_of(institution, "ethics-report.sitting"))
    assert [(each.act, each.payload.get("before"), each.payload["value"]) for each in events] == [
        ("set", None, "working_days:10"),
        ("corrected", "working_days:10", "working_days:12"),
        ("set", "working_days:12", "days:30"),
        ("unset", None, "days:30"),
    ]
    assert {each.mandate for each in events} == {CLERK.mandate}
    assert {each.payload["basis"] for each in events} == {BY_LAWS}
    assert Parameter.objects.count() == 2


def test_another_institution_sees_nothing_of_it(institution: Institution) -> None:
    other = found_institution(
        slug="cits-dienests", name_lv="Cits dienests", name_en="Other service", is_demonstration=True,
        founded_on=date(2020, 1, 1), basis="izdomāts rīkojums", by=CLERK, at=AT,
    )  # fmt: skip
    _set(institution, "working_days:10", date(2026, 4, 1))
    assert _value(other, date(2026, 4, 1)) is None
    assert stream_of(other, "x") != stream_of(institution, "x")


@pytest.mark.parametrize(
    ("slug", "value", "sentence"),
    [
        ("ethics-report.sitting", "ten days", "is not a term"),
        ("ethics-report.quorum", "daudz", "is not a number"),
        ("ethics-report.quorum", "NaN", "is not a number"),
        ("ethics-report.quorum", "1", "at least two members"),
        ("ethics-report.room", "  ", "The value is missing"),
        ("ethics-report.nothing", "5", "No declaration asks"),
    ],
)
def test_a_wrong_value_is_refused_and_nothing_is_written(
    institution: Institution, slug: str, value: str, sentence: str
) -> None:
    with pytest.raises(ParameterError, match=sentence):
        _set(institution, value, date(2026, 4, 1), slug=slug)
    assert not Parameter.objects.exists()
    assert history(stream_of(institution, slug)) == []


def test_a_value_without_a_basis_is_refused(institution: Institution) -> None:
    with pytest.raises(ParameterError, match="The basis is missing"):
        _set(institution, "working_days:10", date(2026, 4, 1), basis="  ")


@pytest.mark.parametrize(
    "wrong",
    [
        {"basis": ""},
        {"value": ""},
        {"valid_to": date(2026, 4, 1)},
        {"valid_from": date(2026, 1, 1)},
        {"valid_from": date(2026, 2, 1), "valid_to": None},
    ],
)
def test_the_database_keeps_the_rules_too(institution: Institution, wrong: dict[str, Any]) -> None:
    row = {
        "institution": institution, "slug": "x", "value": "1", "basis": BY_LAWS, "entered_at": AT,
    }  # fmt: skip
    Parameter.objects.create(**row, valid_from=date(2026, 1, 1), valid_to=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Parameter.objects.create(**{**row, "valid_from": date(2026, 4, 1), "valid_to": date(2026, 5, 1), **wrong})


def test_the_list_for_administration_shows_set_and_not_set(institution: Institution) -> None:
    _set(institution, "3", date(2026, 4, 1), slug="ethics-report.quorum")
    shown = {each.declared.slug: each.parameter for each in standing(institution.pk, date(2026, 4, 2))}
    assert list(shown) == ["ethics-report.quorum", "ethics-report.room", "ethics-report.sitting"]
    quorum = shown["ethics-report.quorum"]
    assert quorum is not None
    assert (quorum.value, quorum.entered_by, quorum.valid_to) == ("3", CLERK.mandate, None)
    assert shown["ethics-report.room"] is None


def test_two_declarations_may_share_a_parameter_of_one_kind() -> None:
    declared.register(lambda: [Declared("ethics-report.room", "room", "by-laws", "vpd-ethics-code-2026:26")])
    assert len(declared.every()) == 3
    declared.register(lambda: [Declared("ethics-report.room", "room", "by-laws", "vpd-ethics-code-2026:26", "number")])
    with pytest.raises(ParameterError, match=r"ethics-report\.room is declared as text and as number"):
        declared.every()
