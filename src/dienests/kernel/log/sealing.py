"""Sealing: waiting events get their places in the tree, the tree its tiles, and a checkpoint is signed over it.

Killed at any line, the next run goes on: places are given in transactions, files are made from the database and may be
written twice, and a checkpoint is signed last, when its rows are committed and its tiles lie on the disk.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dienests.kernel.log import lease
from dienests.kernel.log.origin import founded, signing_key
from dienests.kernel.log.refusals import emptied, foreign, forked, older
from dienests.kernel.log.sealed import Tree
from dienests.kernel.log.taking import leaves, size, take_all
from dienests.kernel.tree import folder
from dienests.kernel.tree.checkpoint import Checkpoint
from dienests.kernel.tree.notes import NoteRefused, SigningKey
from dienests.kernel.tree.tiles import WIDTH, TileBroken, Tiles, grown, lying, made


@dataclass(frozen=True, slots=True)
class Sealing:
    """What one run did: how many events it sealed, how many entries the tree has, and its checkpoint.

    `busy` when another sealer was at work: then nothing was done here.
    """

    sealed: int = 0
    size: int = 0
    checkpoint: str = ""
    busy: bool = False


def seal(*, at: datetime, before: datetime | None = None, rebuild: bool = False) -> Sealing:
    """Seal every event that waits and publish a checkpoint; never inside a transaction of the caller.

    `before` leaves later events waiting: for a past that is told afterwards, stream by stream in order of time.
    `rebuild` writes LOG_DIR anew when it was lost. Raises SealingRefused, and changes nothing then, when the database
    is older or other than what was published, or the key is not the one that signed it.
    """
    founded()
    number = lease.take(at=at)
    if number is None:
        return Sealing(busy=True)
    try:
        place = Path(settings.LOG_DIR)
        tree = Tree.objects.get()
        key = signing_key(tree)
        began = size()
        _published(place, key, tree, began, rebuild=rebuild)
        take_all(number, before)
        text = _publish(place, key, number, at, rebuild=rebuild)
    finally:
        lease.give_back(number)
    after = size()
    return Sealing(after - began, after, text)


def _published(place: Path, key: SigningKey, tree: Tree, here: int, *, rebuild: bool) -> Checkpoint | None:
    """Return the last checkpoint; raises SealingRefused when the log here cannot be the one that published it."""
    try:
        last = folder.latest(place, key.verifier)
    except NoteRefused as why:
        raise foreign(str(why)) from None
    if last is None and tree.published and not rebuild:
        raise emptied(tree.published)
    published = max(tree.published, last.size if last else 0)
    if here < published:
        raise older(here, published)
    return last


def _publish(place: Path, key: SigningKey, number: int, at: datetime, *, rebuild: bool) -> str:
    """Write what the folder lacks, the checkpoint last, and return its text."""
    tree, here = Tree.objects.get(), size()
    if not here:
        return ""
    last = _published(place, key, tree, here, rebuild=rebuild)
    new = Checkpoint(tree.origin, here, _written(place, last, here)).signed(key)
    with transaction.atomic(durable=True):
        lease.hold(number)  # whoever took over meanwhile signs; until this transaction ends nobody can
        today = f"{folder.DATED}/{timezone.localtime(at, timezone.get_default_timezone()):%Y-%m-%d}"
        signed = [(folder.KEY, f"{tree.key}\n"), (folder.CHECKPOINT, new), (today, new)]
        folder.write(place, [(name, text.encode()) for name, text in signed])
        Tree.objects.filter(number=number).update(published=here)
    folder.thin_out(place, last.size if last else 0, here)
    return new


def _written(place: Path, last: Checkpoint | None, here: int) -> bytes:
    """Write the tiles of a tree of `here` entries and return its root; raises SealingRefused for a fork."""
    old = last.size if last else 0
    try:
        folder.write(place, grown(place, old, leaves(old // WIDTH * WIDTH, here)))
        tiles = Tiles(lying(place), here)
        if last is None or tiles.root(old) == last.root:
            return tiles.root()
    except TileBroken:
        pass  # a tile is missing or cut: what the database holds decides
    if last is not None and Tiles(made(leaves(0, old)), old).root() != last.root:
        raise forked(old)
    folder.write(place, grown(place, 0, leaves(0, here)))
    return Tiles(lying(place), here).root()
