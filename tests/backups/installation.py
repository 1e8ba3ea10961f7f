"""An installation with folders and a database of its own, in which commands run as an operator would run them."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.architecture.house import ROOT
from tests.databases import fresh

LONGEST = 300  # seconds
SETUP = "import django, json, sys; django.setup()\n"


@dataclass(frozen=True)
class Installation:
    """Data, keys, log and copies lie apart, as they should in service."""

    place: Path
    url: str

    @property
    def data(self) -> Path:
        return self.place / "data"

    @property
    def keys(self) -> Path:
        return self.place / "keys"

    @property
    def log(self) -> Path:
        return self.place / "log"

    @property
    def copies(self) -> Path:
        return self.place / "backups"

    @property
    def surroundings(self) -> dict[str, str]:
        return os.environ | {
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "DATA_DIR": str(self.data), "DATABASE_URL": self.url,
            "KEY_URL": f"file://{self.keys}", "LOG_DIR": str(self.log),
            "DJANGO_SETTINGS_MODULE": "dienests.site.settings",
        }  # fmt: skip

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-u", "-W", "ignore", "-m", "dienests", *words]

    def dienests(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `./dienests ...`."""
        return self._run(self.command(*words))

    def done(self, *words: str) -> str:
        """Run `./dienests ...` and return what it printed; assert that it succeeded."""
        done = self.dienests(*words)
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
        return done.stdout

    def refused(self, *words: str) -> str:
        """Run `./dienests ...`, assert that it failed with one sentence, and return the sentence."""
        done = self.dienests(*words)
        assert done.returncode == 1, f"{done.stdout}\n{done.stderr}"
        assert len(done.stderr.splitlines()) == 1, done.stderr
        return done.stderr.strip()

    def python(self, script: str, *words: str) -> Any:
        """Run a script once Django is set up, and return the JSON that it printed last."""
        done = self._run([sys.executable, "-W", "ignore", "-c", SETUP + script, *words])
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1]) if done.stdout.strip() else None

    def backup(self, *words: str) -> Path:
        """Make a copy and return its folder."""
        self.done("backup", *words)
        return max(self.copies.glob("dienests-*"))

    def take_over(self, of: "Installation") -> None:
        """Put back what is kept outside of the copies: keys and log of another installation."""
        for mine, theirs in ((self.keys, of.keys), (self.log, of.log)):
            shutil.rmtree(mine, ignore_errors=True)
            shutil.copytree(theirs, mine)

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, env=self.surroundings, cwd=ROOT, capture_output=True, text=True, check=False, timeout=LONGEST
        )


@contextmanager
def empty(place: Path) -> Iterator[Installation]:
    """An installation with an empty database, of the kind that this run tests."""
    with fresh(place) as url:
        yield Installation(place, url)


@contextmanager
def twin(of: Installation, place: Path) -> Iterator[Installation]:
    """An installation that holds the same as another one, which nobody uses meanwhile."""
    for folder in ("data", "keys", "log"):
        shutil.copytree(getattr(of, folder), place / folder)
    with fresh(place, like=of.url) as url:
        yield Installation(place, url)
