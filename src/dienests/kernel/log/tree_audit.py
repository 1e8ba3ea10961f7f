"""The audit of the tree: dense places, tiles as the entries make them, checkpoints signed and all over one history."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from dienests.kernel.keys import store
from dienests.kernel.log import origin
from dienests.kernel.log.breaks import TreeBreak
from dienests.kernel.log.losses import unsaid
from dienests.kernel.log.rows import as_bytes
from dienests.kernel.log.sealed import Sealed, Tree
from dienests.kernel.log.stretches import fetched
from dienests.kernel.tree import folder
from dienests.kernel.tree.checkpoint import Checkpoint, opened
from dienests.kernel.tree.notes import NoteRefused, SigningKey, VerifierKey
from dienests.kernel.tree.tiles import FULL, HASH, WIDTH, Source, TileBroken, Tiles, made, path, places, read

AT_ONCE = 20_000
TABLE = Sealed._meta.db_table


@dataclass
class Audit:
    """What was found: entries, how many without an event, those under the last checkpoint, checkpoints read, breaks.

    `lost` are the entries without an event that an act of the log admits.
    """

    entries: int = 0
    empty: int = 0
    published: int = 0
    checkpoints: int = 0
    lost: list[int] = field(default_factory=list)
    breaks: list[TreeBreak] = field(default_factory=list)

    def name(self, place: str, what: str) -> None:
        """Add a break."""
        self.breaks.append(TreeBreak(place, what))


def audit() -> Audit:
    """Audit the tree against LOG_DIR; without a first seal there is nothing to find."""
    found, tree, place = Audit(), Tree.objects.first(), Path(settings.LOG_DIR)
    leaves = _leaves(found)
    _admit(found)
    if tree is None:
        sealed = found.entries or any(folder.text(place, name) for name in (folder.KEY, folder.CHECKPOINT))
        if sealed and not Tree.objects.exists():  # asked again: the first seal may have come meanwhile
            what = _("it was removed, although acts were sealed: nothing that was published could be compared")
            found.name(_("the row about the tree"), what)
        return found
    key = _key(found, tree, place)
    checkpoints = _checkpoints(found, key, tree, place)
    found.checkpoints = len(checkpoints)
    found.published = max((each.size for _name, each in checkpoints), default=0)
    held = min(found.published, len(leaves) // HASH)
    source = made(leaves[at : min(at + FULL, held * HASH)] for at in range(0, held * HASH, FULL))
    _compare_tiles(found, place, source, held)
    _compare_roots(found, checkpoints, Tiles(source, held))
    return found


def _leaves(found: Audit) -> bytes:
    """Return all leaves in order, up to the first place that is missing or holds no leaf."""
    pieces: list[bytes] = []
    whole, last = True, -1
    while (flawless := _flawless(last + 1)) is not None:
        pieces.append(flawless)
        found.entries, last = found.entries + AT_ONCE, last + AT_ONCE
    while rows := _page(last):
        for index, lost, leaf in rows:
            if index != last + 1:
                found.name(
                    _entry(last + 1), _("it is missing: entries were removed up to %(index)s") % {"index": index}
                )
                whole = False
            last = index
            if lost:
                found.lost.append(index)
            if len(as_bytes(leaf)) != HASH:
                found.name(_entry(index), _("it holds no hash"))
                whole = False
            if whole:
                pieces.append(leaf)
            found.entries += 1
    return b"".join(pieces)


def _admit(found: Audit) -> None:
    """Name the entries without an event of which no act of the log says that a restore lost them."""
    found.empty = len(found.lost)
    removed = frozenset(unsaid(found.lost))
    for index in sorted(removed):
        found.name(_entry(index), _("it is marked as lost with a restored copy, but no act of the log says so"))
    found.lost = [index for index in found.lost if index not in removed]


def _flawless(begin: int) -> bytes | None:
    """Return the leaves of the next so many entries; None unless all are there, hold a hash, and none is lost."""
    good = "length(leaf) = 32"
    if connection.vendor == "sqlite":  # which keeps whatever was written into a column
        good += " AND typeof(leaf) = 'blob'"
    between = '"index" >= %s AND "index" < %s'
    sql = f'SELECT leaf FROM {TABLE} WHERE {between} AND event IS NOT NULL AND {good} ORDER BY "index"'
    rows = fetched(sql, begin, begin + AT_ONCE)
    return b"".join([row[0] for row in rows]) if len(rows) == AT_ONCE else None


def _page(last: int) -> list[tuple[int, bool, bytes]]:
    sql = f'SELECT "index", event IS NULL, leaf FROM {TABLE} WHERE "index" > %s ORDER BY "index" LIMIT {AT_ONCE}'
    return fetched(sql, last)


def _key(found: Audit, tree: Tree, place: Path) -> VerifierKey | None:
    """Return the key of this log as the database keeps it, and compare the published one and that of the key store."""
    published = folder.text(place, folder.KEY)
    if published is not None and published.strip() != tree.key:
        found.name(folder.KEY, _("the published key is not the key of this log"))
    kept = _("the key in the database")
    try:
        # Whoever writes into the database can put a key of his own there, and sign with it what never was.
        secret = store.existing(origin.KEY)
        if secret is not None and str(SigningKey(tree.origin, secret).verifier) != tree.key:
            found.name(kept, _("it is not the key in the key store, with which this log signs"))
        return VerifierKey.read(tree.key)
    except (NoteRefused, store.KeyStoreError) as why:
        found.name(kept, str(why))
        return None


def _checkpoints(found: Audit, key: VerifierKey | None, tree: Tree, place: Path) -> list[tuple[str, Checkpoint]]:
    """Return the checkpoints that are signed by this log, the last one first, then by day; name the others."""
    opening = []
    for name in [folder.CHECKPOINT, *(f"{folder.DATED}/{day}" for day in folder.days(place))]:
        note = folder.text(place, name)
        if note is None or key is None:
            continue
        try:
            opening.append((name, opened(note, key)))
        except NoteRefused as why:
            found.name(name, str(why))
    latest = next((each.size for name, each in opening if name == folder.CHECKPOINT), 0)
    if latest < tree.published:
        what = _("%(published)s entries were published, but the last checkpoint is lost or an older one")
        found.name(folder.CHECKPOINT, what % {"published": tree.published})
    for name, each in opening:
        if each.size > latest:
            found.name(name, _("it covers %(size)s entries, more than the last checkpoint") % {"size": each.size})
    return opening


def _compare_tiles(found: Audit, place: Path, source: Source, size: int) -> None:
    for level, number, width in places(size):
        right = source(level, number, width)
        try:
            kept = read(place, level, number, width)
        except TileBroken as broken:
            found.name(str(broken), _("the tile is missing or cut"))
            continue
        if kept != right:
            found.name(path(level, number, width), _("the tile does not hold what the entries make"))
            if level == 0:
                for index in _differing(kept, right, number * WIDTH):
                    found.name(_entry(index), _("its leaf is not the one that was published"))


def _differing(kept: bytes, right: bytes, begin: int) -> Iterator[int]:
    for at in range(0, len(right), HASH):
        if kept[at : at + HASH] != right[at : at + HASH]:
            yield begin + at // HASH


def _compare_roots(found: Audit, checkpoints: list[tuple[str, Checkpoint]], tiles: Tiles) -> None:
    """See that each checkpoint is over the entries as they are: then all of them are over one history."""
    for name, each in checkpoints:
        if each.size > tiles.size:
            what = _("it covers %(size)s entries, but only %(held)s are there: the log was cut off")
            found.name(name, what % {"size": each.size, "held": tiles.size})
        elif tiles.root(each.size) != each.root:
            what = _("the first %(size)s entries are not those over which it was signed")
            found.name(name, what % {"size": each.size})


def _entry(index: int) -> str:
    return _("entry %(index)s") % {"index": index}
