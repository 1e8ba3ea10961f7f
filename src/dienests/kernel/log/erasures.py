"""Which contents were erased, and whether somebody had a reason: the list of erased things names the event, or an act
of its own stream says so. Whoever empties a row by hand names neither.

The list is LOG_DIR/erased, written by `kernel/retention`; docs/operate.md describes its lines.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from dienests.kernel.log.breaks import Break
from dienests.kernel.log.chains import Key
from dienests.kernel.log.events import Event
from dienests.kernel.log.places import identified
from dienests.kernel.log.rows import ACT, KIND, PAYLOAD, POSITION, STREAM, Row, listed
from dienests.kernel.log.stretches import fetched

LIST = "erased"
ERASING, RECTIFYING = ("erased", "erased_again"), "rectified"
Emptied = tuple[Any, ...]  # id, kind, stream and position, as columns hold them


@dataclass
class Admitted:
    """What the acts of one stream admit: everything before the last one that erased, and single positions."""

    before: int = 0
    positions: set[int] = field(default_factory=set)

    def read(self, row: Row) -> None:
        """Take in an act that erased."""
        if row[ACT] in ERASING:
            self.before = max(self.before, row[POSITION])
        else:
            self.positions.update(each for each in json.loads(row[PAYLOAD])["erased"] if each < row[POSITION])


def unsaid(emptied: Sequence[Emptied]) -> Iterator[Break]:
    """Yield those of the events without content whose erasing nothing admits."""
    # Read after the walk: the list is written before the erasing is committed, so whatever was met stands there.
    named = _named() if emptied else frozenset()
    left = [each for each in emptied if str(each[0]).replace("-", "") not in named]
    admitted = _admitted() if left else {}
    for _id, kind, stream, position in left:
        found = admitted.get((kind, stream), Admitted())
        if position >= found.before and position not in found.positions:
            what = _("its content was erased, but neither the list of erased things nor an act of the log says so")
            yield Break(kind, identified(stream), position, what)


def _named() -> frozenset[str]:
    """Return the ids of the events that the list names, in hexadecimal."""
    found = set()
    with suppress(FileNotFoundError):
        for line in (Path(settings.LOG_DIR) / LIST).read_text(encoding="utf-8", errors="replace").splitlines():
            match line.split():
                case ["event", event, _at]:
                    with suppress(ValueError):
                        found.add(UUID(event).hex)
    return frozenset(found)


def _admitted() -> dict[Key, Admitted]:
    found: dict[Key, Admitted] = {}
    sql = f"SELECT {listed()} FROM {Event._meta.db_table} e WHERE e.act IN (%s, %s, %s)"
    for row in fetched(sql, *ERASING, RECTIFYING):
        with suppress(ValueError, TypeError, KeyError, RecursionError):  # what is no such act is named by the walk
            found.setdefault((row[KIND], row[STREAM]), Admitted()).read(row)
    return found
