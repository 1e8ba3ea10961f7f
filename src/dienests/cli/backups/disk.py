"""Writing to the disk so that it outlives a power cut."""

import os
from pathlib import Path

from dienests.cli.backups.manifest import hashed
from dienests.kernel.disk.flushing import flush


def copied(source: Path, target: Path) -> tuple[str, int]:
    """Copy a file, readable to its owner only, and return SHA-256 (hex) and size of what was read."""
    folder(target.parent)
    with source.open("rb") as old, open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as new:
        found = hashed(old, new)
        new.flush()
        os.fsync(new.fileno())
    return found


def written(target: Path, content: bytes) -> None:
    """Write a file, readable to its owner only."""
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def folder(place: Path) -> None:
    """Make a folder that only its owner enters, and those above it."""
    for each in (*reversed(place.parents), place):
        each.mkdir(mode=0o700, exist_ok=True)


def flush_all(place: Path) -> None:
    """Have the names in a folder and in all below it written to the disk, the deepest first."""
    below = [each for each in place.rglob("*") if each.is_dir()]
    for each in sorted(below, key=lambda path: len(path.parts), reverse=True):
        flush(each)
    flush(place)
