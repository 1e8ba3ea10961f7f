"""`./dienests test [WORDS FOR PYTEST]`: lint, types, layers, then the tests on SQLite and on PostgreSQL."""

import os
import subprocess
import sys
import time
from pathlib import Path

from dienests.cli import needs
from dienests.cli.failure import Failure
from dienests.site.i18n import catalogues

ROOT = Path(__file__).resolve().parents[3]
DATABASES = ("sqlite", "postgresql")
# More processes than processors only wait for each other, and each holds a browser of its own.
PROCESSES = str(min(4, os.cpu_count() or 1))


def run(arguments: list[str]) -> int:
    """Run everything, or with words for pytest only pytest; return 0 when all passed."""
    absent = needs.bring()
    catalogues.compile_changed()
    results = {} if arguments else {name: _run(name, command) for name, command in _checks().items()}
    for database in _databases(absent):
        results[f"tests on {database}"] = _pytest(database, arguments)
    print()
    for name, passed in results.items():
        print(f"{'passed' if passed else 'FAILED':<7} {name}")
    failed = sum(not passed for passed in results.values())
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _checks() -> dict[str, list[str]]:
    python = sys.executable
    return {
        "lint": [python, "-m", "ruff", "check", "--quiet", "."],
        "format": [python, "-m", "ruff", "format", "--check", "--quiet", "."],
        "types": [python, "-m", "mypy", "--no-error-summary"],
    }


def _databases(absent: dict[str, str]) -> list[str]:
    chosen = os.environ.get("DIENESTS_TEST_DB", "")
    if chosen and chosen not in DATABASES:
        raise Failure(f"DIENESTS_TEST_DB is '{chosen}'; write sqlite or postgresql, or leave it out for both.")
    return [name for name in DATABASES if chosen in ("", name) and not (name == "postgresql" and name in absent)]


def _pytest(database: str, arguments: list[str]) -> bool:
    command = [sys.executable, "-m", "pytest", "-q", "-n", PROCESSES]
    if database == "postgresql" and os.environ.get("DIENESTS_TEST_DB") != database:
        # Pages look the same on both databases; a browser is driven through them once.
        command += ["-m", "not browser"]
    return _run(f"tests on {database}", command + arguments, DIENESTS_TEST_DB=database)


def _run(name: str, command: list[str], **surroundings: str) -> bool:
    print(f"\n== {name}", flush=True)
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=os.environ | surroundings, check=False)
    print(f"   {time.monotonic() - began:.0f} s", flush=True)
    # 5: no test was chosen by the words for pytest, which may hold on one database only.
    return done.returncode in (0, 5)
