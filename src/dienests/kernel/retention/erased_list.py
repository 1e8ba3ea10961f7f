"""The list of erased things: one line each, no content, kept beside the checkpoints and outside of every backup.

It is not public as those are: who knows a case or a person would learn from it what became of their data.

A restored older copy is brought up to date from it (`reapplying`). docs/operate.md describes its lines.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from dienests.kernel.disk.flushing import flush
from dienests.kernel.log.canonical import moment

# How many words stand between the kind and the moment.
KINDS = {"event": 1, "key": 1, "person": 1, "case": 3, "field": 3}
HEADS = ("case", "field")


class ListError(ValueError):
    """The list cannot be used; one sentence says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """One erased thing: `event` UUID, `key` NAME, `person` UUID, `case` UUID SLUGS EVENT, `field` CASE NAME EVENT.

    SLUGS are kinds of data, with commas; EVENT is the event that erased or rectified: a copy that holds it is newer.
    """

    kind: str
    words: tuple[str, ...]
    at: datetime

    def __str__(self) -> str:
        return " ".join((self.kind, *self.words, moment(self.at)))


def path() -> Path:
    """Return where the list stands."""
    return Path(settings.LOG_DIR) / "erased"


def private() -> Path:
    """Return where the list stands, made where it was not there; from now on only its owner reads it.

    It lies among public files and has no content, but tells which case lost what and when.
    """
    place = path()
    place.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(place, os.O_RDONLY | os.O_CREAT, 0o600))
    if place.stat().st_mode & 0o077:  # made by an older version
        with suppress(PermissionError):
            place.chmod(0o600)
    return place


def append(lines: Iterable[Line]) -> None:
    """Add lines and have them written to disk; called last before the erasing transaction commits.

    What stands there already is not written twice. A line that a crash cut off was never confirmed; it is taken away.
    """
    place = private()
    known = set(written().splitlines())
    fresh = [text for text in dict.fromkeys(map(str, lines)) if text not in known]
    if not fresh:
        return
    with place.open("r+b") as file:
        _locked(file.fileno())
        file.truncate(file.read().rfind(b"\n") + 1)
        file.seek(0, os.SEEK_END)
        file.write("".join(f"{text}\n" for text in fresh).encode())
        file.flush()
        os.fsync(file.fileno())
    flush(place.parent)


def written() -> str:
    """Return the whole lines of the list; empty where nothing was ever erased."""
    try:
        text = path().read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    return text[: text.rfind("\n") + 1]


def parse(lines: Iterable[str]) -> Iterator[Line]:
    """Yield the lines; raises ListError for one that this version does not understand."""
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        kind, *words = text.split()
        try:
            if len(words) != KINDS[kind] + 1:
                raise ValueError(text)
            at = datetime.strptime(words.pop(), "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
            _checked(kind, words)
        except (KeyError, ValueError):
            sentence = _(
                "Line %(number)d of the list of erased things is not understood: use the version that wrote it."
            )
            raise ListError(sentence % {"number": number}) from None
        yield Line(kind, tuple(words), at)


def blocks(lines: Iterable[Line]) -> list[list[Line]]:
    """Return the lines of each act together: that of its case or field first, behind it those with the same moment."""
    found: list[list[Line]] = []
    for line in lines:
        head = found[-1][0] if found else line
        if line.kind not in HEADS and head.kind in HEADS and head.at == line.at:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _checked(kind: str, words: list[str]) -> None:
    for word in {"key": [], "field": [words[0], words[-1]], "case": [words[0], words[-1]]}.get(kind, words[:1]):
        UUID(word)


def _locked(handle: int) -> None:
    """Let one process write at a time; the lock ends with the file."""
    try:
        import fcntl  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    fcntl.flock(handle, fcntl.LOCK_EX)
