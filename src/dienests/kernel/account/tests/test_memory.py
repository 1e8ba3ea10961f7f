"""A remembered value is as fresh as the mark of the data; the oldest ones are forgotten."""

from dienests.kernel.account.memory import KEPT, Memory


def test_an_unchanged_mark_keeps_the_value_and_a_changed_one_counts_anew() -> None:
    memory: Memory[int] = Memory()
    counted: list[int] = []

    def ask(mark: int) -> int:
        return memory.get("key", mark=lambda: mark, count=lambda: counted.append(mark) or mark)

    assert (ask(1), ask(1), ask(2)) == (1, 1, 2)
    assert counted == [1, 2]


def test_the_oldest_values_are_forgotten() -> None:
    memory: Memory[int] = Memory()
    for number in range(KEPT + 1):
        memory.get(number, mark=lambda: 1, count=lambda number=number: number)
    assert memory.get(0, mark=lambda: 1, count=lambda: -1) == -1
    assert memory.get(KEPT, mark=lambda: 1, count=lambda: -1) == KEPT
