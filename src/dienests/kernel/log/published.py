"""What the log has published: the last checkpoint, those of each day, and how one continues another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from dienests.kernel.log.origin import verifier_key
from dienests.kernel.log.sealed import Unsealed
from dienests.kernel.tree import folder
from dienests.kernel.tree.checkpoint import Checkpoint, consistency_text, opened
from dienests.kernel.tree.merkle import consistency, consistent
from dienests.kernel.tree.notes import NoteRefused, VerifierKey
from dienests.kernel.tree.tiles import TileBroken, Tiles, lying


class NothingThere(Exception):
    """What was asked for was never published, or does not fit; one sentence."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint with the text that was signed."""

    note: str
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True)
class Published:
    """The public state of the log: its key, its last checkpoint and when it was written, and days, newest first."""

    key: VerifierKey
    last: Signed
    at: datetime
    days: list[date]
    waiting: int


@dataclass(frozen=True, slots=True)
class Continuation:
    """The proof that a later checkpoint contains everything under an earlier one."""

    old: int
    new: Signed
    proof: Sequence[bytes]

    def text(self) -> str:
        """Return the proof as a file for the stand-alone verifier."""
        return consistency_text(self.old, self.proof, self.new.note)


def published() -> Published | None:
    """Return what is published; None before the first checkpoint. Raises NothingThere when it cannot be trusted."""
    place, key = Path(settings.LOG_DIR), verifier_key()
    last = _signed(place, folder.CHECKPOINT, key) if key is not None else None
    if key is None or last is None:
        return None
    at = datetime.fromtimestamp((place / folder.CHECKPOINT).stat().st_mtime, UTC)
    return Published(key, last, at, folder.days(place)[::-1], Unsealed.objects.count())


def continued(old: str, new: str) -> Continuation:
    """Return how the checkpoint of one day continues that of another; raises NothingThere.

    `old` is a day or a number of entries, `new` a day or "" for the last checkpoint.
    """
    place, key = Path(settings.LOG_DIR), verifier_key()
    if key is None:
        raise NothingThere(_("No checkpoint has been published yet."))
    later = _asked(place, key, new) if new else _signed(place, folder.CHECKPOINT, key)
    if later is None:
        raise NothingThere(_("No checkpoint has been published yet."))
    kept = None if old.isdecimal() and len(old) < 16 else _asked(place, key, old)
    size = kept.checkpoint.size if kept else int(old)
    if size > later.checkpoint.size:
        raise NothingThere(_("The earlier checkpoint covers more entries than the later one: change their places."))
    tiles = Tiles(lying(place), later.checkpoint.size)
    try:
        proof = consistency(size, later.checkpoint.size, tiles.node)
        before = kept.checkpoint.root if kept else tiles.root(size)
    except TileBroken:
        raise _broken() from None
    if not consistent(size, later.checkpoint.size, before, later.checkpoint.root, proof):
        raise _broken()
    return Continuation(size, later, proof)


def _broken() -> NothingThere:
    return NothingThere(_("The published files do not fit together; tell whoever runs this site, and keep your copy."))


def _asked(place: Path, key: VerifierKey, day: str) -> Signed:
    try:
        found = _signed(place, f"{folder.DATED}/{date.fromisoformat(day)}", key)
    except ValueError:
        found = None
    if found is None:
        raise NothingThere(_("There is no checkpoint of “%(day)s”.") % {"day": day[:20]})
    return found


def _signed(place: Path, name: str, key: VerifierKey) -> Signed | None:
    note = folder.text(place, name)
    if note is None:
        return None
    try:
        return Signed(note, opened(note, key))
    except NoteRefused:
        raise _broken() from None
