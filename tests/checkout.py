"""A copy of this checkout, in which a test writes files and runs commands as somebody would who has just fetched it."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.house import ROOT, repository

# What this run of the tests says to its own processes is no business of the copy.
OURS = ("DATABASE_URL", "DATA_DIR", "KEY_URL", "DIENESTS_TEST_DIR", "DIENESTS_TEST_DB", "HTTPS", "ALLOWED_HOSTS")
LONGEST = 300  # seconds


@dataclass(frozen=True)
class Checkout:
    """A copy; commands run in it with the Python of this run."""

    root: Path

    def dienests(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `./dienests ...`."""
        return self.python("-W", "ignore", "-m", "dienests", *words)

    def python(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run Python in the copy."""
        return subprocess.run(
            [sys.executable, *words], cwd=self.root, env=surroundings(self.root), capture_output=True, text=True,
            check=False, timeout=LONGEST,
        )  # fmt: skip

    def passes(self, *words: str) -> str:
        """Run Python and return what it printed; assert that it succeeded."""
        done = self.python(*words)
        assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def checked(self, *tests: str) -> None:
        """Assert that soundness, lint, format, the architecture and these tests are as they should be."""
        self.passes("-W", "ignore", "-m", "dienests", "manage", "check")
        self.passes("-m", "ruff", "check", "--no-cache", "--quiet", ".")
        self.passes("-m", "ruff", "format", "--no-cache", "--check", "--quiet", ".")
        self.passes("-m", "pytest", "-q", "-x", "-p", "no:xdist", "tests/architecture", *tests)


def surroundings(root: Path, **more: str) -> dict[str, str]:
    """Return the environment of a process in a copy, without what this run of the tests says to its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_") and name not in OURS}
    return kept | {"PYTHONPATH": str(root / "src")} | more


def copied(place: Path) -> Checkout:
    """Copy every file of the repository; nothing that a run made comes along."""
    for path in repository():
        target = place / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
    return Checkout(place)
