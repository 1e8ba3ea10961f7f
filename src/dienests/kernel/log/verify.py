"""The audit: every chain, every entry of the tree, every tile and every checkpoint, recomputed from what lies here."""

import gc
import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import connection, connections
from django.utils.translation import gettext as _

from dienests.kernel.log import erasures, rows, stretches
from dienests.kernel.log.breaks import Break, TreeBreak, Walk
from dienests.kernel.log.canonical import NOTHING
from dienests.kernel.log.chains import Chains, End, Key
from dienests.kernel.log.entries import Entries
from dienests.kernel.log.events import Event, Head
from dienests.kernel.log.places import places_held
from dienests.kernel.log.rows import as_bytes
from dienests.kernel.log.runs import Runs
from dienests.kernel.log.sealed import Sealed
from dienests.kernel.log.stretches import Stretch
from dienests.kernel.log.tree_audit import Audit, audit

__all__ = ["Break", "TreeBreak", "Walk", "keeps_heads", "verify"]

Kept = tuple[str, UUID, int, bytes]
Keeper = Callable[[], Iterable[Kept]]
IN_EACH = 4  # stretches for each process: whoever is done first takes the next
STREAM = Event._meta.get_field("stream")
_keepers: list[Keeper] = []


def keeps_heads(keeper: Keeper) -> Keeper:
    """Register a function that yields (stream kind, stream, position, leaf) of the heads that it keeps."""
    _keepers.append(keeper)
    return keeper


def verify(*, processes: int = 1) -> Walk:
    """Walk every chain of the log, then the tree over it; with several processes, each walks parts of the chains.

    Other processes see what is committed only. Acts may go on meanwhile: nothing is locked.
    """
    if Sealed._meta.db_table not in connection.introspection.table_names():
        return _before_the_tree()
    runs = Runs()
    parts = stretches.cut(processes * IN_EACH if processes > 1 else 1)
    if len(parts) > 1 and not connection.in_atomic_block:
        connections.close_all()  # a process that is split off opens its own
        with multiprocessing.get_context("fork").Pool(processes, gc.disable) as pool:
            walked = pool.imap(_walked, parts)
            tree = audit()
            # Strictly: what ended in another process as a loop ends must not end this one before all parts came.
            for _part, each in zip(parts, walked, strict=True):
                runs.add(each)
    else:
        for part in parts:
            runs.add(_walked(part))
        tree = audit()
    ends, broken = _settled(runs)
    breaks: list[Break | TreeBreak] = [*broken, *_cut_off(ends, broken), *erasures.unsaid(runs.emptied)]
    return _told(runs, len(ends), breaks, tree)


def _before_the_tree() -> Walk:
    """Walk the chains alone, in a database that has not been upgraded to a version with a tree."""
    runs = Runs()
    for part in stretches.cut(1, tree=False):
        runs.add(_walked(part))
    ends, breaks = _settled(runs, tree=False)
    return Walk(runs.events, len(ends), [*breaks, *_cut_off(ends, breaks, tree=False)])


def _told(runs: Runs, streams: int, breaks: list[Break | TreeBreak], tree: Audit) -> Walk:
    breaks += places_held(runs.events, runs.sealed, tree.entries - tree.empty)
    return Walk(
        runs.events, streams, [*breaks, *tree.breaks], tree.entries, tree.published, tree.checkpoints, tree.lost,
        len(runs.emptied),
    )  # fmt: skip


def _walked(stretch: Stretch) -> Runs:
    runs, entries = Runs(), Entries()
    for page in stretches.pages(stretch):
        runs.read(page, entries.of([row[rows.ID] for row in page]) if stretch.tree else {})
    return runs


def _settled(runs: Runs, *, tree: bool = True) -> tuple[dict[Key, End], list[Break]]:
    """Return where each stream ends, and the breaks: streams in doubt are walked from their first event."""
    ends = {_plain(key): end for key, end in runs.ends().items()}
    breaks: list[Break] = []
    for key, found in runs.doubtful.items():
        chains = Chains()
        chains.read(rows.of_stream(*key, tree=tree))
        for row in found:
            chains.look_again(row)
        ends |= {_plain(name): end for name, end in chains.ends.items()} or {_plain(key): (0, NOTHING)}
        breaks += chains.breaks
    return ends, breaks


def _plain(key: Key) -> Key:
    """Return kind and id, the id in hexadecimal, whichever database told it."""
    return str(key[0]), str(key[1]).replace("-", "")


def _cut_off(ends: dict[Key, End], told: list[Break], *, tree: bool = True) -> Iterator[Break]:
    """Yield the streams that do not end where whoever keeps their head, the log or a case on its own row, says.

    What is wrong within such a stream is yielded too, unless it is `told`.
    """
    differing, kept = _compared(ends)
    broken: dict[Key, list[Break]] = {}
    while differing:
        # Written while we walked? Such a stream is walked again, and its head read again, until both stand still.
        for key, (kind, stream, *_rest) in differing.items():
            chains = Chains()
            chains.read(rows.of_stream(kind, STREAM.get_db_prep_value(stream, connection), tree=tree))
            ends.update({_plain(name): end for name, end in chains.ends.items()})
            broken[key] = chains.breaks
        before, (differing, kept) = differing, _compared(ends)
        if differing == before:
            break
    yield from (each for found in broken.values() for each in found if each not in told)
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
