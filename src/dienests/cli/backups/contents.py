"""What lies in DATA_DIR beside the database: contents of files, and certificates of seals that letters bear.

It is copied after the database, since a content is written before the row that tells of it.
"""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from dienests.cli.backups import disk
from dienests.cli.backups.manifest import Member, member
from dienests.cli.backups.reading import Stored
from dienests.cli.failure import Failure
from dienests.kernel.files import vault
from dienests.kernel.keys import store as keys

FILES, SEALS = "files", "seals"


def copy(folder: Path) -> list[Member]:
    """Copy every content into a copy; what is erased meanwhile is left out."""
    found = []
    for path in sorted(path for part in (FILES, SEALS) for path in (settings.DATA_DIR / part).rglob("*")):
        if path.name.startswith(".") or path.is_dir():  # half written, by somebody who is still at it
            continue
        name = path.relative_to(settings.DATA_DIR)
        try:
            sha256, size = disk.copied(path, folder / name)
        except FileNotFoundError:
            continue
        found.append(Member(str(name), size, sha256))
    return found


def missing(stored: Iterable[Stored], copied: Iterable[Member]) -> list[str]:
    """Return the files of a copied database whose content is not in the copy, though their key was not destroyed."""
    there = {each.path for each in copied}
    lost = [each for each in stored if each.kept and not there.issuperset(vault.names(each.file))]
    gone = {each.subject for each in lost if keys.existing(vault.key_name(each.subject), remember=False) is None}
    return sorted(str(each.file) for each in lost if each.subject not in gone and _still_kept(each))


def _still_kept(stored: Stored) -> bool:
    """Say whether a content should still be there: it may have been erased or refused since the database was copied."""
    from dienests.kernel.files.stored_file import State, StoredFile  # noqa: PLC0415 - after Django is set up

    return StoredFile.objects.filter(pk=stored.file).exclude(state=State.REFUSED).exclude(name="").exists()


def load(folder: Path, members: Iterable[Member]) -> int:
    """Put the contents of a copy into DATA_DIR and return how many; what lies there already stays.

    Raises a Failure when a content differs: it never changes. Of seals what lies there is the newer state.
    """
    count = 0
    for each in members:
        place = settings.DATA_DIR / each.path
        if place.exists():
            if each.path.startswith(f"{SEALS}/") or member(settings.DATA_DIR, place) == each:
                continue
            raise Failure(f"{place} is there and is another file than in the copy; move the folder away first.")
        draft = place.with_name(f".{place.name}.part")
        disk.copied(folder / each.path, draft)
        draft.replace(place)
        count += 1
    for part in (FILES, SEALS):
        if (settings.DATA_DIR / part).is_dir():
            disk.flush_all(settings.DATA_DIR / part)
    return count
