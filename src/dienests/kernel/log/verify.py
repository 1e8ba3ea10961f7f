"""The audit: every chain, every entry of the tree, every tile and every checkpoint, recomputed from what lies here."""

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import connection, connections
from django.utils.translation import gettext as _

from dienests.kernel.log import rows
from dienests.kernel.log.breaks import Break, TreeBreak, Walk
from dienests.kernel.log.canonical import NOTHING
from dienests.kernel.log.chains import Chains, End, Key
from dienests.kernel.log.events import Head
from dienests.kernel.log.places import places_held
from dienests.kernel.log.rows import Stretch, as_bytes
from dienests.kernel.log.sealed import Sealed
from dienests.kernel.log.tree_audit import Audit, audit

__all__ = ["Break", "TreeBreak", "Walk", "keeps_heads", "verify"]

Kept = tuple[str, UUID, int, bytes]
Keeper = Callable[[], Iterable[Kept]]
Part = tuple[int, int, list[Break], dict[Key, End]]
_keepers: list[Keeper] = []


def keeps_heads(keeper: Keeper) -> Keeper:
    """Register a function that yields (stream kind, stream, position, leaf) of the heads that it keeps."""
    _keepers.append(keeper)
    return keeper


def verify(*, processes: int = 1) -> Walk:
    """Walk every chain of the log, then the tree over it; with several processes, each walks a part of the chains.

    Other processes see what is committed only. Acts may go on meanwhile: nothing is locked.
    """
    if Sealed._meta.db_table not in connection.introspection.table_names():
        return _before_the_tree()
    stretches = rows.halves(processes)
    if len(stretches) > 1 and not connection.in_atomic_block:
        connections.close_all()  # a process that is split off opens its own
        with multiprocessing.get_context("fork").Pool(len(stretches)) as pool:
            walked = pool.map_async(_walked, stretches)
            tree = audit()
            parts = walked.get()
    else:
        parts, tree = [_walked(Stretch())], audit()
    ends: dict[Key, End] = {}
    breaks: list[Break | TreeBreak] = []
    for _events, _sealed, found, streams in parts:
        breaks += found
        ends |= streams
    breaks += _cut_off(ends)
    events, sealed = sum(part[0] for part in parts), sum(part[1] for part in parts)
    return _told(events, sealed, len(ends), breaks, tree)


def _before_the_tree() -> Walk:
    """Walk the chains alone, in a database that has not been upgraded to a version with a tree."""
    events, _sealed, breaks, ends = _walked(Stretch(tree=False))
    return Walk(events, len(ends), [*breaks, *_cut_off(ends, tree=False)])


def _told(events: int, sealed: int, streams: int, breaks: list[Break | TreeBreak], tree: Audit) -> Walk:
    breaks += places_held(events, sealed, tree.entries - len(tree.lost))
    return Walk(
        events, streams, [*breaks, *tree.breaks], tree.entries, tree.published, tree.checkpoints, tree.lost
    )  # fmt: skip


def _walked(stretch: Stretch) -> Part:
    chains = Chains()
    for page in rows.pages(stretch):
        chains.read(page)
    return chains.events, chains.sealed, chains.breaks, chains.streams()


def _cut_off(ends: dict[Key, End], *, tree: bool = True) -> Iterator[Break]:
    """Yield the streams that do not end where whoever keeps their head, the log or a case on its own row, says."""
    differing, kept = _compared(ends)
    while differing:
        # Written while we walked? Such a stream is walked again, and its head read again, until both stand still.
        for kind, stream, *_rest in differing.values():
            chains = Chains()
            chains.read(rows.of_stream(kind, stream, tree=tree))
            ends.update(chains.streams())
        before, (differing, kept) = differing, _compared(ends)
        if differing == before:
            break
    for kind, stream, position, *_rest in differing.values():
        what = _("the stream does not end where its head says: events were cut off or added")
        yield Break(kind, stream, position, what)
    for key in ends.keys() - kept:
        what = _("nothing keeps the head of this stream any more")
        yield Break(key[0], _identified(key[1]), ends[key][0], what)


def _compared(ends: dict[Key, End]) -> tuple[dict[Key, tuple[str, UUID, int, bytes, End]], set[Key]]:
    """Return the heads that differ from the ends of their streams, and the keys of all heads."""
    differing, kept = {}, set()
    for keeper in (_heads, *_keepers):
        for kind, stream, position, leaf in keeper():
            key = kind, stream.hex
            kept.add(key)
            end = ends.get(key, (0, NOTHING))
            if end != (position, leaf):
                differing[key] = kind, stream, position, leaf, end
    return differing, kept


def _identified(stream: str) -> Any:
    try:
        return UUID(stream)
    except ValueError:
        return stream


def _heads() -> Iterator[Kept]:
    for kind, stream, position, leaf in Head.objects.values_list(
        "stream_kind", "stream", "position", "leaf"
    ).iterator():
        yield kind, stream, position, as_bytes(leaf)
