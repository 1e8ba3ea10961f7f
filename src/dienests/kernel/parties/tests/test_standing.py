"""Standing on a day: majority, trusteeship and death, at their very borders."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dienests.kernel.parties.standing import Life, Standing, of_age_on, standing

births = st.dates(date(1930, 1, 1), date(2030, 12, 31))


@given(births)
def test_R3_a_child_is_of_age_on_the_eighteenth_birthday(born: date) -> None:
    majority = of_age_on(born)
    assert standing(Life(born), majority - timedelta(days=1), under_trustee=False) is Standing.MINOR
    assert standing(Life(born), majority, under_trustee=False) is Standing.ADULT
    assert majority.year - born.year == 18
    assert (majority.month, majority.day) == ((born.month, born.day) if (born.month, born.day) != (2, 29) or
                                              majority.month == 2 else (3, 1))  # fmt: skip


@given(births, births, st.booleans())
def test_death_comes_before_everything(born: date, day: date, ward: bool) -> None:
    assert standing(Life(born, day), day, under_trustee=ward) is Standing.DEAD
    assert standing(Life(born, day), day - timedelta(days=1), under_trustee=ward) is not Standing.DEAD


@given(births, births)
def test_R4_a_person_under_trusteeship_is_that_at_any_age(born: date, day: date) -> None:
    assert standing(Life(born), day, under_trustee=True) is Standing.TRUSTEESHIP
    assert standing(Life(None), day, under_trustee=True) is Standing.TRUSTEESHIP


def test_without_a_day_of_birth_the_age_is_not_known() -> None:
    assert standing(Life(None), date(2026, 1, 1), under_trustee=False) is Standing.UNKNOWN
