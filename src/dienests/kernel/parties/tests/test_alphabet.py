"""The order and the folding of names; no database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dienests.kernel.parties.alphabet import fold, sort_key

IN_ORDER = [
    "Abols", "Ābols", "Abolsa", "Bērziņš", "Cers", "Cīrulis", "Čakste", "Dūms", "Gulbis", "Ģelzis", "Hofs",
    "Ieva", "Yeva", "Jansons", "Kungs", "Ķemers", "Liepa", "Ļaudis", "Nora", "Ņikita", "Rozes", "Ŗoze", "Saule",
    "Šalms", "Vītols", "Xander", "Zars", "Žagars", "Иванов",
]  # fmt: skip


SHUFFLED = IN_ORDER[::-2] + IN_ORDER[-2::-2]


def test_names_stand_in_the_order_of_the_latvian_alphabet() -> None:
    assert sorted(SHUFFLED, key=sort_key) == IN_ORDER


def test_family_name_decides_before_given_name() -> None:
    people = [("Bērziņš-Kalns", "Aija"), ("Bērziņš", "Ādams"), ("Bērziņš", "Aivars"), ("Bērziņa", "Zane")]
    assert sorted(people, key=lambda p: sort_key(*p)) == [people[3], people[1], people[2], people[0]]


def test_a_mark_decides_only_between_names_that_are_otherwise_alike() -> None:
    assert sort_key("Ozols", "Jānis") < sort_key("Ozols", "Janita")
    assert sort_key("Ozols", "Janis") < sort_key("Ozols", "Jānis")
    assert sort_key("Müller") != sort_key("Muller")


@given(st.text(max_size=30))
def test_a_key_is_made_of_digits_alone_so_that_no_collation_can_reorder_it(name: str) -> None:
    key = sort_key(name)
    assert key.isascii()
    assert key.isdigit()


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize(
    ("name", "folded"),
    [("Āboliņš", "abolins"), ("ŠĶĒPS", "skeps"), ("Anna-Marija  Ģīle", "anna marija gile"), ("", "")],
)
def test_a_search_ignores_marks_case_and_hyphens(name: str, folded: str) -> None:
    assert fold(name) == folded
