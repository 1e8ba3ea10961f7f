"""Files of a case: what lies in the vault goes with the words or the letter it belongs to, and the key with the last.

The rows of attachments go; that of a letter's PDF stays, for the letter that bears its hash stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from django.db import transaction

from dienests.kernel.files import vault
from dienests.kernel.files.stored_file import StoredFile
from dienests.kernel.handling.attachment import Attachment
from dienests.kernel.handling.processing import MESSAGES
from dienests.kernel.letters.letter import Letter


@dataclass
class Gone:
    """Files by their keys whose content is to go, and the subjects whose keys may go with it."""

    attached: list[UUID] = field(default_factory=list)
    of_letters: list[UUID] = field(default_factory=list)
    subjects: set[UUID] = field(default_factory=set)

    @property
    def all(self) -> list[UUID]:
        """Return the files."""
        return [*self.attached, *self.of_letters]


def of(case: UUID, slugs: Iterable[str]) -> Gone:
    """Return the files that go with these kinds of data; asked before the rows go that name them."""
    gone, wanted = Gone(), set(slugs)
    if MESSAGES in wanted:
        gone.attached = list(Attachment.objects.filter(posting__case=case).values_list("file", flat=True))
        gone.subjects.add(case)
    if "letters" in wanted:
        sent = Letter.objects.filter(case=case, file__isnull=False)
        gone.of_letters = list(sent.values_list("file", flat=True))
        gone.subjects |= set(sent.values_list("file__subject", flat=True))
    return gone


def wipe(gone: Gone) -> list[str]:
    """Remove the rows of attachments now, the contents and the keys after the commit; return the names of the keys.

    A key that still opens something else stays; what was erased earlier, and by a crash still lies there, is nothing.
    """
    left: dict[UUID, list[UUID]] = {subject: [] for subject in gone.subjects}
    kept = StoredFile.objects.filter(subject__in=left).exclude(name="")
    for file, subject in kept.values_list("pk", "subject"):
        left[subject] += [file] if file not in gone.all and vault.written_at(file) else []
    subjects = [subject for subject, files in left.items() if not files]
    StoredFile.objects.filter(pk__in=gone.attached).delete()
    StoredFile.objects.filter(pk__in=gone.of_letters).update(name="")
    if subjects or gone.all:
        transaction.on_commit(partial(_destroy, subjects, gone.all))
    return [vault.key_name(subject) for subject in subjects]


def _destroy(subjects: Iterable[UUID], files: Iterable[UUID]) -> None:
    for subject in subjects:
        vault.destroy(subject)
    for file in files:
        vault.remove(file)
