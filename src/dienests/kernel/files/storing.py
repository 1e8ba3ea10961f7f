"""Storing, passing on and scanning files."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from dienests.kernel.files import vault
from dienests.kernel.files.copies import without_metadata
from dienests.kernel.files.kinds import recognised, tidy_name
from dienests.kernel.files.scanner import is_clean
from dienests.kernel.files.stored_file import State, StoredFile

AT_ONCE = 50
LEFT_OVER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that was judged: what it is, as it came, and as it is passed on."""

    name: str
    kind: str
    content: bytes
    copy: bytes


def prepare(name: str, content: bytes) -> Prepared:
    """Judge a file and make its copy without metadata; raises FileRefused with a sentence. It touches no database."""
    plain = tidy_name(name)
    kind = recognised(plain, content)
    return Prepared(plain, kind.slug, content, without_metadata(kind.slug, content))


@transaction.atomic
def store(prepared: Prepared, *, subject: UUID, at: datetime) -> StoredFile:
    """Keep the original and the copy of a file that was judged."""
    content = prepared.content
    file = StoredFile(
        id=uuid4(), subject=subject, name=prepared.name, kind=prepared.kind, size=len(content), at=at,
        sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    vault.put(file.id, vault.ORIGINAL, content, subject=subject)
    vault.put(file.id, vault.COPY, prepared.copy, subject=subject)
    file.save(force_insert=True)
    return file


def passed_on(file: StoredFile, *, scanned: bool) -> bool:
    """Say whether a file may be opened; where a scanner is set, only what it found clean."""
    return file.state == State.CLEAN or (file.state == State.UNSCANNED and not scanned)


def scan(*, where: tuple[str, int], at: datetime) -> int:
    """Have the scanner look at files that it has not seen, the oldest first; return how many got a verdict.

    Raises OSError where the scanner does not answer; what has no verdict waits.
    """
    waiting = StoredFile.objects.filter(state=State.UNSCANNED).order_by("at", "pk")[:AT_ONCE]
    count = 0
    for file in waiting:
        try:
            content = vault.get(file.pk, vault.ORIGINAL, subject=file.subject)
        except vault.Gone:
            continue
        clean = is_clean(content, where=where)
        state = State.CLEAN if clean else State.REFUSED
        count += StoredFile.objects.filter(pk=file.pk, state=State.UNSCANNED).update(state=state, scanned_at=at)
        if not clean:
            vault.remove(file.pk)
    return count


def sweep(*, at: datetime, alone: bool = False) -> int:
    """Remove contents whose row was never committed or lost its name with its data, and return how many.

    `alone` says that nobody else is at work: no row is about to be committed, so none of them is given a day.
    """
    rows = dict(StoredFile.objects.values_list("pk", "name"))
    limit = (at - LEFT_OVER).timestamp()
    # A row without a name stays of a letter that was erased: its content was to go right after the commit.
    left = [
        file for file in vault.lying()
        if not rows.get(file, "") and (alone or file in rows or 0 < vault.written_at(file) < limit)
    ]  # fmt: skip
    for file in left:
        vault.remove(file)
    return len(left)
