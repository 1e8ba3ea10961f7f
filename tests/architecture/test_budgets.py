"""Budgets of files and functions, and the names that a module's files may have."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.house import PACKAGE, modules, sources

FUNCTION = 40
KERNEL = SITE = 200
MODULE = {
    "procedure.py": 100,
    "models.py": 150,
    "rules.py": 150,
    "actions.py": 150,
    "forms.py": 100,
    "pages.py": 100,
    "indicators.py": 60,
    "datasets.py": 60,
    "duties.py": 60,
    "facade.py": 40,
    "demo.py": 80,
    "apps.py": 40,
    "__init__.py": 10,
}
MODULE_FOLDERS = {"versions", "tests", "migrations", "engine", "letters", "__pycache__"}
# Path in the package -> (lines, why it may be longer). A file that fits again leaves the table.
LONGER: dict[str, tuple[int, str]] = {}
LONGER_FUNCTIONS: dict[str, tuple[int, str]] = {}


def _budget(path: Path) -> int:
    parts = path.relative_to(PACKAGE).parts
    if any(folder in path.parents for folder in modules()):
        return MODULE.get(path.name, 100)
    return SITE if parts[0] in ("site", "cli") else KERNEL


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_files_keep_their_budget() -> None:
    over = {_name(path): _lines(path) for path in sources() if _lines(path) > _budget(path)}
    unexcused = [
        f"{name}: {lines} lines; is there a missing noun?"
        for name, lines in over.items()
        if lines > LONGER.get(name, (0, ""))[0]
    ]
    assert not unexcused, "\n".join(unexcused)
    assert not set(LONGER) - set(over), "these files fit their budget, take them out of the table"


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            # A docstring is for reading, it does not count.
            docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            words = (first.end_lineno or 0) - first.lineno + 1 if docstring else 0
            yield f"{_name(path)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1 - words


def test_functions_fit_one_screen() -> None:
    over = {name: lines for path in sources() for name, lines in _functions(path) if lines > FUNCTION}
    unexcused = [
        f"{name}: {lines} lines" for name, lines in over.items() if lines > LONGER_FUNCTIONS.get(name, (0, ""))[0]
    ]
    assert not unexcused, "\n".join(unexcused)
    assert not set(LONGER_FUNCTIONS) - set(over), "these functions fit, take them out of the table"


def test_every_exception_has_a_reason() -> None:
    assert all(len(why) > 20 for _, why in [*LONGER.values(), *LONGER_FUNCTIONS.values()])


@pytest.mark.parametrize("module", modules(), ids=lambda path: path.name)
def test_a_module_holds_only_files_with_known_names(module: Path) -> None:
    strangers = [
        path.name
        for path in module.iterdir()
        if (path.is_dir() and path.name not in MODULE_FOLDERS) or (path.suffix == ".py" and path.name not in MODULE)
    ]
    assert not strangers, f"{strangers} in {_name(module)}: the names of a module's files are fixed"


@pytest.mark.parametrize("module", modules(), ids=lambda path: path.name)
def test_a_module_has_a_procedure_and_tests(module: Path) -> None:
    assert (module / "procedure.py").exists()
    assert list((module / "tests").glob("test_*.py")), f"{_name(module)} has no tests"


def test_nothing_is_called_utils() -> None:
    vague = {"utils.py", "helpers.py", "misc.py", "common.py", "tools.py", "utils", "helpers", "common"}
    assert not [_name(path) for path in PACKAGE.rglob("*") if path.name in vague]
