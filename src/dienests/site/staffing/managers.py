"""Managers of a staff list: who is meant, circles, and whom that makes the leader of each unit."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from dienests.kernel.parties.alphabet import fold
from dienests.site.staffing.columns import label
from dienests.site.staffing.problems import Problem
from dienests.site.staffing.rows import Row


def managers(rows: Sequence[Row]) -> tuple[dict[int, Row], list[Problem]]:
    """Return the manager of each row by its place; a manager stands in the same list, by e-mail, number or name."""
    by_key: dict[str, list[Row]] = {}
    for row in rows:
        for key in {row.email, row.number.casefold(), fold(row.name)} - {""}:
            by_key.setdefault(key, []).append(row)
    found: dict[int, Row] = {}
    problems: list[Problem] = []
    for row in filter(lambda row: row.manager, rows):
        meant = by_key.get(row.manager.casefold()) or by_key.get(fold(row.manager), [])
        if len(meant) == 1 and meant[0] is not row:
            found[row.place] = meant[0]
        else:
            problems.append(Problem(row.place, label("manager"), _wrong(row, meant)))
    return found, problems + circles(rows, found)


def _wrong(row: Row, meant: list[Row]) -> str:
    if not meant:
        return _("“%(manager)s” stands in no row: write an e-mail, staff number or full name of the list") % {
            "manager": row.manager[:60]
        }
    if len(meant) > 1:
        return _("“%(manager)s” are several people: write the e-mail address") % {"manager": row.manager[:60]}
    return _("nobody is the own manager: leave it empty for the head of the institution")


def circles(rows: Sequence[Row], found: Mapping[int, Row]) -> list[Problem]:
    """Return one problem for each row that stands on a circle of managers, naming the circle.

    >>> a, b = Row(2, "Ilze", "Priede", manager="b"), Row(3, "Jānis", "Egle", manager="a")
    >>> [problem.row for problem in circles([a, b], {2: b, 3: a})]
    [2, 3]
    """
    problems: list[Problem] = []
    judged: set[int] = set()
    for row in rows:
        way: list[Row] = []
        step: Row | None = row
        while step is not None and step.place not in judged and step not in way:
            way.append(step)
            step = found.get(step.place)
        if step is not None and step in way:
            circle = way[way.index(step) :]
            names = " → ".join(each.name for each in [*circle, circle[0]])
            what = _("the managers go round in a circle: %(names)s") % {"names": names}
            problems += [Problem(each.place, label("manager"), what) for each in circle]
        judged |= {each.place for each in way}
    return problems


def leaders(rows: Sequence[Row], found: Mapping[int, Row]) -> tuple[dict[str, Row], list[Problem]]:
    """Return who leads each unit (by its name as written): the one manager of those who serve in it.

    A manager who serves in the unit leads it also where the own manager is another one.
    """
    led: dict[str, Row] = {}
    problems: list[Problem] = []
    within = {found[row.place].place for row in rows if _shares_unit(row, found.get(row.place))}
    for row in rows:
        manager = found.get(row.place)
        if not row.unit or manager is None or row.place in within:
            continue
        first = led.setdefault(fold(row.unit), manager)
        if first is not manager:
            problems.append(
                Problem(
                    row.place, label("manager"),
                    _("%(other)s manages others of the unit “%(unit)s”: one person leads a unit")
                    % {"other": first.name, "unit": row.unit},
                )
            )  # fmt: skip
    return led, problems


def _shares_unit(row: Row, manager: Row | None) -> bool:
    return manager is not None and row.unit != "" and fold(row.unit) == fold(manager.unit)
