"""Which places without an event are admitted: an act `restored` says how many a restored older copy has lost."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress

from dienests.kernel.log.events import Event
from dienests.kernel.log.stretches import fetched

KIND, ACT = "log", "restored"


def admitting(event: Event) -> bool:
    """Tell whether an event is one that admits what was lost; it holds counts, a moment and the digest of a copy."""
    return (event.stream_kind, event.act) == (KIND, ACT)


def unsaid(lost: Sequence[int]) -> list[int]:
    """Return those of the lost places that no act of the log admits: their events were removed by hand."""
    if not lost:
        return []
    said = list(_said(lost))
    return [index for index in lost if not any(index in places for places in said)]


def _said(lost: Sequence[int]) -> Iterator[range]:
    """Yield what was sealed between a copy and its restore, unless more is lost there than the restore told."""
    sql = f"SELECT payload FROM {Event._meta.db_table} WHERE stream_kind = %s AND act = %s"
    for (payload,) in fetched(sql, KIND, ACT):
        with suppress(ValueError, TypeError, KeyError, RecursionError):
            told = json.loads(payload)
            places = range(told["copied"], told["published"])
            if sum(index in places for index in lost) <= told["lost"]:
                yield places
