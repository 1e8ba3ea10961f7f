"""Settings: few, all optional, all described."""

import ast
import re

from tests.architecture.house import PACKAGE, ROOT

SETTINGS = PACKAGE / "site" / "settings.py"
DESCRIBED = ROOT / "docs" / "settings.md"
MOST = 12


def _read_by_the_code() -> set[str]:
    """Return the names that settings.py takes from the environment."""
    names = set()
    for node in ast.walk(ast.parse(SETTINGS.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("os.environ.get", "os.getenv", "environ.get"):
            names.add(ast.literal_eval(node.args[0]))
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) in ("os.environ", "environ"):
            raise AssertionError(f"{ast.unparse(node)} makes a variable compulsory; every setting is optional")
    return names


def test_every_setting_is_described_and_every_description_is_true() -> None:
    described = set(re.findall(r"^\| `([A-Z_]+)`", DESCRIBED.read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert described == _read_by_the_code()


def test_settings_are_few_and_in_one_short_file() -> None:
    assert 0 < len(_read_by_the_code()) <= MOST
    assert len(SETTINGS.read_text(encoding="utf-8").splitlines()) <= 150


def test_no_other_file_reads_a_setting_from_the_environment() -> None:
    names = "|".join(_read_by_the_code())
    reading = re.compile(rf"""environ[^\n]*["']({names})["']""")
    strangers = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if path != SETTINGS and "tests" not in path.parts and reading.search(path.read_text(encoding="utf-8"))
    ]
    assert not strangers
