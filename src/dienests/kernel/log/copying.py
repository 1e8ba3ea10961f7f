"""A copy of the whole log in a folder, for the stand-alone verifier: every act in its place, and what is published."""

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from dienests.kernel.log.entry import preimage_of
from dienests.kernel.log.events import Event
from dienests.kernel.log.losses import admitting
from dienests.kernel.log.receipts import PARTS
from dienests.kernel.log.sealed import Sealed, Unsealed
from dienests.kernel.tree import folder as tree

AT_ONCE = 2000
EVENTS = "events.jsonl"
PUBLIC = (tree.CHECKPOINT, tree.DATED, tree.KEY, "tile")  # what is served under /log/
Line = dict[str, Any]


class CopyRefused(Exception):
    """No copy was made; one sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Copied:
    """How many acts were copied, how many of them wait for a place in the tree, and how many places are lost."""

    acts: int
    waiting: int
    lost: int


def copy(folder: Path, *, with_content: bool) -> Copied:
    """Write the log into a new folder; acts go on meanwhile, and what is sealed later is simply not in it.

    Without content a stranger may have it: who, when and what is told, not the words, save those of a restore. Raises
    CopyRefused.
    """
    if folder.exists() and any(folder.iterdir()):
        raise CopyRefused(_("%(folder)s is not empty; name a new folder.") % {"folder": folder})
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    published = Path(settings.LOG_DIR)
    if published.is_dir():
        shutil.copytree(published, folder, dirs_exist_ok=True, ignore=_not_public)
    draft = folder / f".{EVENTS}.part"
    count = {"acts": 0, "waiting": 0, "lost": 0}
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        for line in _lines(with_content=with_content):
            out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
            count["lost" if line.get("lost") else "acts"] += 1
            count["waiting"] += "index" not in line
    draft.replace(folder / EVENTS)
    return Copied(**count)


def _not_public(place: str, names: list[str]) -> set[str]:
    """Return what lies in LOG_DIR and is nobody else's: the list of erased things, drafts, files of strangers."""
    public = PUBLIC if Path(place) == Path(settings.LOG_DIR) else names
    return {name for name in names if name not in public or name.startswith(".")}


def _lines(*, with_content: bool) -> Iterator[Line]:
    # Who waits is asked first: what gets a place during the walk is met there, and nothing falls between the two.
    waiting = set(Unsealed.objects.values_list("event", flat=True))
    for rows in _sealed():
        found = Event.objects.in_bulk([row.event for row in rows if row.event])
        waiting.difference_update(found)
        for row in rows:
            if row.event is None:
                yield {"index": row.index, "lost": True, "leaf": bytes(row.leaf).hex()}
            elif row.event in found:  # a row that was removed by hand is not hidden: its place stays empty
                yield {"index": row.index, **_line(found[row.event], with_content)}
    for event in _in_order(waiting):
        yield _line(event, with_content)


def _sealed() -> Iterator[list[Sealed]]:
    last = -1
    while rows := list(Sealed.objects.filter(index__gt=last).order_by("index")[:AT_ONCE]):
        last = rows[-1].index
        yield rows


def _in_order(waiting: Iterable[UUID]) -> list[Event]:
    found: list[Event] = []
    keys = list(waiting)
    for first in range(0, len(keys), AT_ONCE):
        found += Event.objects.filter(pk__in=keys[first : first + AT_ONCE])
    return sorted(found, key=lambda event: (event.stream_kind, str(event.stream), event.position))


def _line(event: Event, with_content: bool) -> Line:
    try:
        line: Line = {"event": dict(zip(PARTS, preimage_of(event), strict=True))}
    except (ValueError, TypeError, AttributeError):
        raise CopyRefused(_("An act holds something that no act can hold; run ./dienests log verify.")) from None
    # What a restore lost is judged by its act, which tells counts and digests only.
    if with_content or admitting(event):
        kept = event.payload is not None or event.salt is not None
        salt = None if event.salt is None else bytes(event.salt).hex()
        line["content"] = {"payload": event.payload, "salt": salt} if kept else None
    return line
