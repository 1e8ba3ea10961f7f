"""Joining a restored older copy to what was published: the tree never forks, and what the copy lacks is named for ever.

Leaves that were published and whose event the copy lacks get their places back as lost entries; events that the copy
holds and that were sealed after it was made get the places under which they were published.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.db.models import F

from dienests.kernel.log.events import Event
from dienests.kernel.log.refusals import foreign, forked
from dienests.kernel.log.sealed import Sealed, Tree, Unsealed
from dienests.kernel.log.streams import Stream, append
from dienests.kernel.log.taking import leaves, size
from dienests.kernel.tree.checkpoint import Checkpoint
from dienests.kernel.tree.notes import VerifierKey
from dienests.kernel.tree.tiles import HASH, WIDTH, Tiles, lying, made

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Joined:
    """What was joined: entries in the copy, entries published, how many of those are lost, how many were found here."""

    copied: int
    published: int
    lost: int
    found: int


def stream_of(origin: str) -> Stream:
    """Return the stream that tells what befell a log as a whole."""
    return Stream(kind="log", id=uuid5(NAMESPACE_URL, origin))


@transaction.atomic
def join(place: Path, last: Checkpoint, key: VerifierKey, *, at: datetime, told: Mapping[str, Any]) -> Joined:
    """Give every published leaf its place again and append the event `restored`, which also says what is `told`.

    `place` is LOG_DIR, `last` its checkpoint, signed by `key`. Raises SealingRefused when the copy is not one of this
    log, TileBroken when a tile is missing.
    """
    tree, _new = Tree.objects.get_or_create(pk=1, defaults={"origin": last.origin, "key": str(key)})
    if (tree.origin, tree.key) != (last.origin, str(key)):
        raise foreign(f"{tree.origin}, {last.origin}.")
    here = size()
    lost, found = _fill(place, here, last.size)
    if Tiles(made(leaves(0, max(here, last.size))), max(here, last.size)).root(last.size) != last.root:
        raise forked(last.size)
    # Whoever was sealing when the copy was made is gone.
    published = max(tree.published, last.size)
    Tree.objects.filter(pk=tree.pk).update(published=published, number=F("number") + 1, held_until=None)
    joined = Joined(here, last.size, lost, found)
    append(stream=stream_of(last.origin), act="restored", at=at, payload={**told, **asdict(joined)})
    return joined


def _fill(place: Path, here: int, published: int) -> tuple[int, int]:
    """Write the rows of the entries from `here` on; return how many are lost, and how many were found."""
    rows = Event.objects.filter(pk__in=Unsealed.objects.values("event")).values_list("leaf", "pk")
    waiting = {bytes(leaf): event for leaf, event in rows} if here < published else {}
    lost, found = 0, list[UUID]()
    entries = _published(place, here, published)
    while some := list(islice(entries, AT_ONCE)):
        made_rows = [Sealed(index=index, leaf=leaf, event=waiting.pop(leaf, None)) for index, leaf in some]
        Sealed.objects.bulk_create(made_rows)
        found += [row.event for row in made_rows if row.event is not None]
        lost += sum(row.event is None for row in made_rows)
    for begin in range(0, len(found), AT_ONCE):
        Unsealed.objects.filter(event__in=found[begin : begin + AT_ONCE]).delete()
    return lost, len(found)


def _published(place: Path, begin: int, end: int) -> Iterator[tuple[int, bytes]]:
    tiles = Tiles(lying(place), end)
    for number in range(begin // WIDTH, -(-end // WIDTH)):
        hashes = tiles.tile(0, number)
        for at in range(0, len(hashes), HASH):
            index = number * WIDTH + at // HASH
            if index >= begin:
                yield index, hashes[at : at + HASH]


__all__ = ["Joined", "join", "stream_of"]
