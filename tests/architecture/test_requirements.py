"""Rows of the requirements: each that is done has a test that carries its id; the list of the others only shrinks."""

import ast
import re

from tests.architecture.house import PACKAGE, ROOT

REQUIREMENTS = ROOT.parent / "shared" / "requirements"
DONE = """
E01 E02 E05 E06 E07 E08 E09 E14 E15 E20 E24 E25 E27 E28 E31 E32 E33 E34 E35 E36 E37 E38 E39 E40 E41 E42 E43 E44 E45 E47
ST14
""".split()
# Rows of the ethics code whose procedures are not built yet. A row leaves this list when a test carries its id.
OPEN = """
E03 E04 E10 E11 E12 E13 E16 E17 E18 E19 E21 E22 E23 E26 E29 E30 E46
""".split()


def _tested() -> set[str]:
    ids: set[str] = set()
    for place in (PACKAGE, ROOT / "tests"):
        for path in place.rglob("test_*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                    ids |= set(re.findall(r"_((?:E|ST|O)\d{2})(?=_|$)", node.name))
    return ids


def test_every_row_that_is_done_has_a_test_with_its_id() -> None:
    assert not set(DONE) - _tested()


def test_the_list_of_open_rows_only_shrinks() -> None:
    assert not set(OPEN) & (_tested() | set(DONE)), "these rows have tests, take them out of the list of open rows"


def test_every_row_of_the_ethics_code_is_done_or_open() -> None:
    rows = REQUIREMENTS / "ethics.md"
    known = {f"E{number:02}" for number in range(1, 48)}
    if rows.exists():
        known = set(re.findall(r"^\| (E\d{2}) \|", rows.read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert {row for row in DONE + OPEN if row.startswith("E")} == known
