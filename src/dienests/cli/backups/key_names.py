"""The names of the keys that a copy needs, never the keys: so a restore can say which are missing."""

from collections.abc import Iterable
from pathlib import Path

from dienests.cli.backups import disk
from dienests.cli.backups.manifest import Member, member
from dienests.cli.backups.reading import Stored
from dienests.kernel.files import vault
from dienests.kernel.keys import store as keys

FILE = "keys.txt"


def write(folder: Path, stored: Iterable[Stored]) -> Member:
    """List every key of the store; of those of files only the ones of files that the copied database knows."""
    known = {vault.key_name(each.subject) for each in stored}
    names = [name for name in keys.names() if not name.startswith(vault.KEYS) or name in known]
    disk.written(folder / FILE, "".join(f"{name}\n" for name in names).encode())
    return member(folder, folder / FILE)


def needed(folder: Path) -> list[str]:
    """Return the names that a copy lists."""
    return (folder / FILE).read_text(encoding="utf-8").split()


def missing(folder: Path, erased: Iterable[str]) -> list[str]:
    """Return the keys that a copy needs and the store lacks, save those that the list of erased things destroyed."""
    destroyed = {line.split()[1] for line in erased if line.startswith("key ")}
    wanted = (name for name in needed(folder) if name not in destroyed)
    return [name for name in wanted if keys.existing(name, remember=False) is None]
