"""`procedures.lock`: one line per published version, in plain text; what each declares stands beside its module.

slug version digest day basis, such as "ethics-report 1 3f2a... 2026-11-25 order of 25 November No 7".
"""

import json
import os
import re
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from dienests.kernel.procedures.procedure import Procedure

HEAD = "# Published versions of procedures: slug, version, digest, day, basis. Written by ./dienests procedures.\n"
LINE = re.compile(
    r"(?P<slug>[\w-]+) (?P<version>\d+) (?P<digest>[0-9a-f]{64}) (?P<day>\d{4}-\d\d-\d\d) (?P<basis>\S.*)"
)


class LockError(ValueError):
    """A refusal in one sentence: what is wrong with the published versions and what to do."""


@dataclass(frozen=True, slots=True)
class Published:
    """One published version; `basis` is the order or norm on which somebody published it."""

    slug: str
    version: int
    digest: str
    on: date
    basis: str

    def key(self) -> tuple[str, int]:
        """Return slug and version, as they stand on a case."""
        return self.slug, self.version

    def __str__(self) -> str:
        return f"{self.slug} {self.version} {self.digest} {self.on.isoformat()} {self.basis}"


def place() -> Path:
    """Return where the published versions of this installation are written down."""
    return Path(settings.ROOT) / "procedures.lock"


def read(lock: Path) -> list[Published]:
    """Return the published versions by slug and version; raises LockError for a line that is not whole."""
    lines = lock.read_text(encoding="utf-8").splitlines() if lock.exists() else []
    found = [_line(line, lock.name) for line in lines if line.strip() and not line.startswith("#")]
    return sorted(found, key=Published.key)


def _line(line: str, name: str) -> Published:
    match = LINE.fullmatch(line.strip())
    try:
        day = date.fromisoformat(match["day"]) if match else None
    except ValueError:
        day = None
    if match is None or day is None:
        raise LockError(
            f"{name} holds the line '{line.strip()}', which is not a slug, a version, a digest, a day and a basis; "
            "put back the file as it was published."
        )
    return Published(match["slug"], int(match["version"]), match["digest"], day, match["basis"])


def write(lock: Path, published: list[Published]) -> None:
    """Write all published versions anew; a process that is killed leaves the file as it was."""
    _replace(lock, HEAD + "".join(f"{each}\n" for each in sorted(published, key=Published.key)))


def kept_at(procedure: type[Procedure]) -> Path:
    """Return where a module keeps what a published version declares: `versions/v1.json` beside its declaration."""
    folder = Path(str(sys.modules[procedure.__module__].__file__)).parent
    versions = folder if folder.name == "versions" else folder / "versions"
    return versions / f"{procedure.slug}-v{procedure.version}.json"


def keep(path: Path, said: dict[str, Any]) -> None:
    """Keep an outline, for the sentence that tells later what somebody changed."""
    path.parent.mkdir(exist_ok=True)
    _replace(path, json.dumps(said, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


def kept(path: Path) -> dict[str, Any] | None:
    """Return a kept outline; None where it is missing or no outline any more."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
