"""`./dienests test [WORDS FOR PYTEST]`: lint, types, layers, then the tests on SQLite and on PostgreSQL."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from xml.etree import ElementTree

from dienests.cli import needs
from dienests.cli.failure import Failure
from dienests.site.i18n import catalogues

ROOT = Path(__file__).resolve().parents[3]
DATABASES = ("sqlite", "postgresql")
# Two more than processors: a third of the time each waits, for a server, a disk or a browser of its own.
PROCESSORS = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
PROCESSES = str(min(4, PROCESSORS + 2) if PROCESSORS > 1 else 0)
NOTHING_CHOSEN = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one step came to, in checks or tests."""

    passed: int
    failed: int
    skipped: int = 0


def run(arguments: list[str]) -> int:
    """Run everything, or with words for pytest only pytest; return 0 when all passed."""
    signal.signal(signal.SIGTERM, _interrupt)
    absent = needs.bring()
    catalogues.compile_changed()
    outcomes = {} if arguments else {name: _check(name, command) for name, command in _checks().items()}
    for database in _databases(absent):
        outcomes[f"tests on {database}"] = _pytest(database, arguments)
    print()
    for name, outcome in outcomes.items():
        skipped = f", {outcome.skipped} skipped" if outcome.skipped else ""
        print(f"{name}: {outcome.passed} passed, {outcome.failed} failed{skipped}")
    failed = sum(outcome.failed for outcome in outcomes.values())
    print(f"{sum(outcome.passed for outcome in outcomes.values())} passed, {failed} failed")
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


def _check(name: str, command: list[str]) -> Outcome:
    passed = _run(name, command) == 0
    return Outcome(passed=int(passed), failed=int(not passed))


def _pytest(database: str, arguments: list[str]) -> Outcome:
    results = ROOT / "build" / f"tests-{database}.xml"
    results.unlink(missing_ok=True)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-rfEs",
        "-n",
        PROCESSES,
        "--dist",
        "worksteal",
        f"--junit-xml={results}",
    ]
    if database == "postgresql" and os.environ.get("DIENESTS_TEST_DB") != database:
        # Pages and the architecture are alike on both databases.
        command += ["-m", "not once"]
    status = _run(f"tests on {database}", command + arguments, DIENESTS_TEST_DB=database)
    outcome = _counted(results)
    if status not in (0, NOTHING_CHOSEN) and not outcome.failed:
        return Outcome(outcome.passed, 1, outcome.skipped)
    return outcome


def _counted(results: Path) -> Outcome:
    if not results.exists():
        return Outcome(0, 0)
    suite = next(ElementTree.parse(results).getroot().iter("testsuite"))
    count = {name: int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")}
    failed = count["failures"] + count["errors"]
    return Outcome(count["tests"] - failed - count["skipped"], failed, count["skipped"])


def _run(name: str, command: list[str], **surroundings: str) -> int:
    print(f"\n== {name}", flush=True)
    began = time.monotonic()
    # Each of the hundreds of processes that tests start would compile everything anew.
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with subprocess.Popen(command, cwd=ROOT, env=compiled | surroundings) as running:
        try:
            status = running.wait()
        except KeyboardInterrupt:
            # The tests take away what they made, the database server among it.
            running.send_signal(signal.SIGINT)
            running.wait(timeout=60)
            raise
    print(f"   {time.monotonic() - began:.0f} s", flush=True)
    return status


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
