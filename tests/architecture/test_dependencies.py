"""Dependencies: each with a sentence why, each imported, each pinned with hashes and without addresses."""

import ast
import re
import tomllib
from importlib.metadata import packages_distributions
from itertools import pairwise
from pathlib import Path

import pytest

from tests.architecture.house import PACKAGE, ROOT

PROJECT = ROOT / "pyproject.toml"
# What is used without an import statement, and where that can be seen.
BY_NAME = {
    "psycopg": (PACKAGE / "site" / "database_url.py", "django.db.backends.postgresql"),
    "whitenoise": (PACKAGE / "site" / "settings.py", "whitenoise.middleware"),
    "tzdata": (PACKAGE / "kernel" / "calendar" / "zone.py", "ZoneInfo("),
    "pytest-django": (ROOT / "conftest.py", "live_server"),
    "pytest-xdist": (PACKAGE / "cli" / "test.py", '"-n"'),
    "ruff": (PACKAGE / "cli" / "test.py", '"ruff"'),
    "mypy": (PACKAGE / "cli" / "test.py", '"mypy"'),
    "django-stubs": (PROJECT, "mypy_django_plugin"),
}
# Distribution -> package, where an environment without the distribution must know it too (the peers of benchmarks).
PACKAGES = {"django-viewflow": "viewflow", "spiffworkflow": "SpiffWorkflow", "django-fsm-2": "django_fsm"}


def _declared() -> dict[str, list[str]]:
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    groups = {"core": project["dependencies"], **project["optional-dependencies"]}
    return {group: [re.split(r"[\[<>=~ ;]", line)[0].lower() for line in lines] for group, lines in groups.items()}


def _imported(*places: Path) -> set[str]:
    names: set[str] = set()
    for place in places:
        for path in [place] if place.is_file() else place.rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    names |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    names.add(node.module.split(".")[0])
    return names


def _packages(distribution: str) -> set[str]:
    found = {
        package for package, owners in packages_distributions().items() if distribution in {o.lower() for o in owners}
    }
    return found or {PACKAGES.get(distribution, distribution.replace("-", "_"))}


@pytest.mark.parametrize(
    ("group", "places"),
    [
        ("core", (PACKAGE,)),
        ("test", (PACKAGE, ROOT / "tests", ROOT / "conftest.py")),
        ("bench", (ROOT / "benchmarks",)),
    ],
)
def test_every_dependency_is_used(group: str, places: tuple[Path, ...]) -> None:
    imported = _imported(*places)
    unused = [
        name for name in _declared()[group] if not _packages(name) & imported and not _seen_by_name(name)
    ]  # fmt: skip
    assert not unused, f"nothing imports {unused}; take them out of pyproject.toml"


def _seen_by_name(distribution: str) -> bool:
    place, words = BY_NAME.get(distribution, (PROJECT, "no file says this"))
    return words in place.read_text(encoding="utf-8")


def test_every_dependency_has_a_sentence_why() -> None:
    lines = PROJECT.read_text(encoding="utf-8").splitlines()
    bare = [
        line.strip()
        for before, line in pairwise(lines)
        if re.match(r'    "[a-z].*[<>=]', line) and not re.match(r"    # .{9,}\.$", before)
    ]
    assert not bare
    assert sum(bool(re.match(r'    "[a-z].*[<>=]', line)) for line in lines) == sum(map(len, _declared().values()))


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt", "requirements-bench.txt"])
def test_requirements_are_pinned_with_hashes_and_name_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"://|^\s*--(?!hash)", text, flags=re.MULTILINE)
    pinned = re.findall(r"^([a-z0-9._-]+)==\S+[^\n]*\\\n    --hash=sha256:[0-9a-f]{64}", text, flags=re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^[a-z]", text, flags=re.MULTILINE))
    group = re.sub(r"requirements-?|\.txt", "", name)
    assert set(_declared()["core"]) | set(_declared()[group] if group else ()) <= set(pinned)
