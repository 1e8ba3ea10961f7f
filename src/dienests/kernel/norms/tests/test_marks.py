"""Where a provision may start."""

from dienests.kernel.norms.marks import follows, marks, order


def test_numbers_of_every_depth_are_marks_and_dates_are_none() -> None:
    text = "27.02.2026 Nr. 1 un 2018. gada\n12. Pirmais\n12.4. otrs\n12.4.1 trešais 5 %\n23.¹ iespraustais"
    assert [mark.number for mark in marks(text)] == ["12", "12.4", "12.4.1", "23.¹"]


def test_a_cited_number_is_a_mark_but_not_where_a_provision_starts() -> None:
    text = "1. Kā teikts šī kodeksa 9. punktā, tā ir. 2. Otrais\n3. Trešais"
    assert [(mark.number, mark.plain) for mark in marks(text)] == [("1", True), ("9", False), ("2", True), ("3", True)]


def test_an_inserted_point_stands_between_the_sub_points_and_the_next_point() -> None:
    numbers = ["24", "23.¹", "23.10", "23.²", "23", "23.4", "3"]
    assert sorted(numbers, key=order) == ["3", "23", "23.4", "23.10", "23.¹", "23.²", "24"]


def test_what_may_follow_a_number() -> None:
    assert follows("1", None)
    assert not follows("2", None)
    for number in ("23.4.1", "23.5", "24", "23.¹", "23.4.¹"):
        assert follows(number, "23.4")
    for number in ("23.4", "23.6", "25", "4", "23.3"):
        assert not follows(number, "23.4")


def test_letters_have_an_order_too() -> None:
    assert sorted(["c", "a", "b"], key=order) == ["a", "b", "c"]
    assert follows("b", "a")
    assert not follows("c", "a")
