"""The manifest of a copy: what lies in it, with sizes and hashes, and where the log stood when it was made."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from dienests.cli.failure import Failure
from dienests.kernel.log.canonical import canonical

FORMAT, NAME = "dienests-backup/1", "manifest.json"
_CHUNK = 1 << 20
_PATH = re.compile(r"(files|seals)(/[\w-][\w.-]*)+|database\.\w+|keys\.txt")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a copy: its path within the folder, its size in bytes, its SHA-256 (hex)."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class LogState:
    """The log as it stood in the copy: events; entries, root (hex) and name of its tree; the entries published.

    `erased` is how many bytes the list of erased things had, `erased_sha256` their hash: a list that is put back must
    begin with them.
    """

    events: int
    size: int
    root: str
    origin: str
    published: int
    erased: int
    erased_sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy says of itself; `roles` are the users of PostgreSQL to whom it gives rights.

    `missing` are the files that the database knew and whose content lay nowhere any more when the copy was made.
    """

    made_at: str
    vendor: str
    migrations: tuple[str, ...]
    institutions: tuple[str, ...]
    roles: tuple[str, ...]
    log: LogState
    members: tuple[Member, ...]
    missing: tuple[str, ...] = ()

    @property
    def database(self) -> Member:
        """The copy of the database itself."""
        return next(each for each in self.members if each.path.startswith("database."))

    @property
    def files(self) -> list[Member]:
        """What lies beside the database: contents of files, certificates of seals."""
        return [each for each in self.members if "/" in each.path]

    def digest(self) -> str:
        """Return the SHA-256 (hex) over everything that it says."""
        return hashlib.sha256(canonical(asdict(self) | {"format": FORMAT})).hexdigest()

    def written(self) -> bytes:
        """Return it as the file of a copy."""
        said = {"format": FORMAT, **asdict(self), "sha256": self.digest()}
        return json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"


def read(folder: Path) -> Manifest:
    """Return the manifest of a copy; raises a Failure that says what is wrong with it."""
    place = folder / NAME
    try:
        said = json.loads(place.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise Failure(f"{folder} is no copy: it has no {NAME}; name a folder that ./dienests backup made.") from None
    except ValueError:
        raise _damaged(place) from None
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        told = said.get("format") if isinstance(said, dict) else None
        raise Failure(f"{place} has the format {told}, this version reads {FORMAT}; use the version that wrote it.")
    try:
        found = _manifest(said)
    except (KeyError, TypeError, AttributeError):
        raise _damaged(place) from None
    # Who wrote a manifest anew must not reach beyond DATA_DIR by its paths.
    if found.digest() != said.get("sha256") or not all(_PATH.fullmatch(each.path) for each in found.members):
        raise _damaged(place)
    return found


def _manifest(said: dict[str, Any]) -> Manifest:
    lists = {name: tuple(said[name]) for name in ("migrations", "institutions", "roles", "missing")}
    members = tuple(Member(**each) for each in said["members"])
    return Manifest(
        made_at=said["made_at"], vendor=said["vendor"], log=LogState(**said["log"]), members=members, **lists
    )


def _damaged(place: Path) -> Failure:
    return Failure(f"this copy is damaged: {place} is not as it was written; take another copy.")


def faults(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Yield a sentence for each file that is missing, was changed, or does not belong into the copy."""
    for each in manifest.members:
        try:
            found = member(folder, folder / each.path)
        except (FileNotFoundError, IsADirectoryError):
            yield f"{each.path} is missing"
            continue
        if found != each:
            yield f"{each.path} was changed"
    known = {folder / each.path for each in manifest.members} | {folder / NAME}
    yield from (
        f"{path.relative_to(folder)} does not belong to it"
        for path in sorted(folder.rglob("*"))
        if not path.is_dir() and path not in known
    )


def member(folder: Path, place: Path) -> Member:
    """Return a file of a copy as it lies there."""
    with place.open("rb") as file:
        sha256, size = hashed(file)
    return Member(str(place.relative_to(folder)), size, sha256)


def hashed(file: BinaryIO, into: BinaryIO | None = None) -> tuple[str, int]:
    """Read a file to its end, write it into another one where one is given, and return SHA-256 (hex) and size."""
    sha256, size = hashlib.sha256(), 0
    while chunk := file.read(_CHUNK):
        sha256.update(chunk)
        size += len(chunk)
        if into is not None:
            into.write(chunk)
    return sha256.hexdigest(), size
