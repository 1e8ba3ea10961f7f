"""The acts of a case as an archive holds them: each with its place in the log, all under one checkpoint."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from django.utils.translation import gettext as _

from dienests.kernel.log.canonical import leaf
from dienests.kernel.log.entry import Stream, preimage_of
from dienests.kernel.log.events import Event
from dienests.kernel.log.origin import verifier_key
from dienests.kernel.log.receipts import PARTS, Receipt, receipt_of
from dienests.kernel.log.refusals import NotSealed, SealingRefused, TreeBroken
from dienests.kernel.log.sealed import Unsealed
from dienests.kernel.log.sealing import seal
from dienests.kernel.log.streams import history

TRIES = 3


class ExportRefused(Exception):
    """No archive is made; one sentence says why and what to do."""


class Told(Enum):
    """How much of an act a reader is told: all of it, all but its content, or nothing but its hash."""

    WHOLE = "whole"
    NAMED = "named"
    HASH = "hash"


@dataclass(frozen=True, slots=True)
class Acts:
    """The lines of an archive, oldest act first, with the checkpoint that covers them and the key that signed it."""

    lines: list[dict[str, Any]]
    checkpoint: str
    key: str

    def jsonl(self) -> bytes:
        """Return the lines as a file."""
        written = (json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in self.lines)
        return "".join(written).encode()


def acts_of(stream: Stream, told: Callable[[Event], Told], *, at: datetime) -> Acts:
    """Return the acts of a stream under one checkpoint; what waits is sealed first. Raises ExportRefused.

    Never inside a transaction of the caller: sealing has its own.
    """
    events = history(stream)
    _seal([event.pk for event in events], at)
    for _try in range(TRIES):
        proofs = {event.pk: _receipt(event) for event in events}
        # Between two receipts the sealer may have published: then all are taken anew.
        checkpoints = {receipt.checkpoint for receipt in proofs.values() if receipt}
        if len(checkpoints) == 1:
            lines = [_line(event, proofs[event.pk], told(event)) for event in events]
            return Acts(lines, checkpoints.pop(), f"{verifier_key()}\n")
    raise ExportRefused(_("The acts of this case are being sealed just now; try again in a minute."))


def _seal(events: list[Any], at: datetime) -> None:
    if not Unsealed.objects.filter(event__in=events).exists():
        return
    try:
        seal(at=at)
    except SealingRefused as refused:
        raise ExportRefused(str(refused)) from None


def _receipt(event: Event) -> Receipt | None:
    try:
        return receipt_of(event.pk, with_content=True)
    except NotSealed:
        return None
    except TreeBroken as broken:
        raise ExportRefused(str(broken)) from None


def _line(event: Event, receipt: Receipt | None, told: Told) -> dict[str, Any]:
    covered = preimage_of(event)
    line: dict[str, Any] = {}
    if told is Told.HASH:
        line["leaf"] = leaf(*covered).hex()
    else:
        whole = told is Told.WHOLE and event.salt is not None
        line["event"] = dict(zip(PARTS, covered, strict=True))
        line["content"] = {"payload": event.payload, "salt": bytes(event.salt or b"").hex()} if whole else None
    if receipt is not None:
        proof = [base64.b64encode(each).decode() for each in receipt.proof]
        line |= {"index": receipt.index, "proof": proof}
    return line
