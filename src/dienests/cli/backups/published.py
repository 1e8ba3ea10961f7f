"""What was published of the log: a copy must belong to it, and what was published after the copy is never forgotten."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from dienests.cli.backups.erased_list import LACKING
from dienests.cli.backups.manifest import LogState
from dienests.cli.failure import Failure
from dienests.kernel.keys import store as keys
from dienests.kernel.log.origin import KEY
from dienests.kernel.tree import folder
from dienests.kernel.tree.checkpoint import Checkpoint, opened
from dienests.kernel.tree.notes import NoteRefused, SigningKey, VerifierKey
from dienests.kernel.tree.tiles import TileBroken, Tiles, made, places
from dienests.kernel.tree.tiles import read as tile


def checkpoint() -> tuple[Checkpoint, VerifierKey]:
    """Return the last checkpoint and the key that signed it; raises a Failure where there is none, or a wrong one."""
    place = Path(settings.LOG_DIR)
    note, written = folder.text(place, folder.CHECKPOINT), folder.text(place, folder.KEY)
    for name, found in ((folder.CHECKPOINT, note), (folder.KEY, written)):
        if found is None:
            raise Failure(LACKING.format(place=place / name))
    assert note is not None
    assert written is not None
    try:
        key = VerifierKey.read(written)
        secret = keys.existing(KEY)
        if secret is not None and SigningKey(key.name, secret).verifier != key:
            raise Failure(
                f"the key {KEY} in the key store is not the one that signed the log in LOG_DIR; put back the keys and "
                "the folder of the same installation."
            )
        return opened(note, key), key
    except NoteRefused as why:
        raise Failure(f"the checkpoint in LOG_DIR cannot be trusted, put the folder back anew. {why}") from None


def behind(log: LogState) -> int:
    """Return how many published entries came after the copy; raises a Failure when it is no copy of that log."""
    last, _key = checkpoint()
    if log.origin and log.origin != last.origin:
        raise Failure(
            f"the copy is one of the log {log.origin}, LOG_DIR holds that of {last.origin}; put its own back."
        )
    if last.size < log.published:
        raise Failure(
            f"LOG_DIR ends after {last.size} entries, but {log.published} were published when the copy was made: put "
            "back the newest LOG_DIR."
        )
    try:
        leaves = Tiles(made(_leaves(last.size)), last.size)
    except TileBroken as broken:
        raise Failure(f"{settings.LOG_DIR}/{broken} is missing or cut short: put LOG_DIR back whole.") from None
    same = leaves.root() == last.root and (
        log.size > last.size or not log.size or leaves.root(log.size).hex() == log.root
    )
    if not same:
        raise Failure(
            "what was published in LOG_DIR is not what the copy holds: the copy was forged, or LOG_DIR belongs to "
            "another installation. Take another copy, and find out which."
        )
    return max(0, last.size - log.size)


def _leaves(size: int) -> Iterator[bytes]:
    """Yield what was published of the leaves themselves, not of what stands above them: they are what is joined."""
    for level, number, width in places(size):
        if level == 0:
            yield tile(Path(settings.LOG_DIR), level, number, width)
