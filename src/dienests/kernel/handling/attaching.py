"""Attaching a file to what is said in a case, and finding it again for whoever reads the words."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dienests.kernel.files import storing
from dienests.kernel.files.refusals import FileRefused
from dienests.kernel.files.stored_file import StoredFile
from dienests.kernel.files.storing import Prepared
from dienests.kernel.handling.attachment import Attachment
from dienests.kernel.handling.held import Held
from dienests.kernel.handling.posting import Posting
from dienests.kernel.log.canonical import commitment, new_salt
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.refusals import Refusal

MOST = 50  # in one case


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it came: the name that it bears, and its content."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored file and the salt of its hash."""

    file: StoredFile
    salt: bytes

    @property
    def hash(self) -> str:
        """Return the salted hash of the original, for the log."""
        return commitment(self.salt, self.file.sha256).hex()


def prepared(sent: Sent | None) -> Prepared | None:
    """Judge a file before the case is locked; raises Refusal with what is wrong with it."""
    if sent is None:
        return None
    try:
        return storing.prepare(sent.name, sent.content)
    except FileRefused as wrong:
        raise _refusal(str(wrong)) from None


def keep(here: Held, file: Prepared | None) -> Kept | None:
    """Store a file that came along; raises Refusal where the case holds too many."""
    if file is None:
        return None
    if Attachment.objects.filter(posting__case=here.case).count() >= MOST:
        raise _refusal(_("The case holds 50 files already; ask the office how to hand over more."))
    return Kept(storing.store(file, subject=here.case.pk, at=here.at), new_salt())


def _refusal(sentence: Label) -> Refusal:
    return Refusal(sentence, kind="fields", fields={"file": sentence})


def attach(kept: Kept | None, posting: Posting) -> None:
    """Join a stored file to the words with which it came."""
    if kept is not None:
        Attachment.objects.create(file=kept.file, posting=posting, salt=kept.salt.hex())


def files_of(postings: Iterable[Posting]) -> dict[UUID, list[StoredFile]]:
    """Return the files by the event of their words; one query."""
    found: dict[UUID, list[StoredFile]] = {}
    for each in Attachment.objects.filter(posting__in=list(postings)).select_related("file"):
        found.setdefault(each.posting_id, []).append(each.file)
    return found
