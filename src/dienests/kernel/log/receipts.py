"""A receipt: one event, its place in the tree, and the signed checkpoint over it, for whoever distrusts this site."""

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from dienests.kernel.log.canonical import leaf
from dienests.kernel.log.entry import preimage_of
from dienests.kernel.log.events import Event
from dienests.kernel.log.origin import verifier_key
from dienests.kernel.log.refusals import NotSealed, TreeBroken
from dienests.kernel.log.sealed import Sealed
from dienests.kernel.tree import folder
from dienests.kernel.tree.checkpoint import opened, proof_text
from dienests.kernel.tree.merkle import included, inclusion
from dienests.kernel.tree.notes import NoteRefused
from dienests.kernel.tree.tiles import TileBroken, Tiles, lying

FORMAT = "dienests-receipt/1"
PARTS = (
    "stream_kind", "stream", "version", "digest", "at", "actor", "act", "basis", "from", "to", "commitment", "previous",
)  # fmt: skip
VERIFIER = "verify_evidence.py"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The proof that one event stands in the log; `content` is None where the reader may not see the payload."""

    origin: str
    event: dict[str, str]
    content: dict[str, Any] | None
    index: int
    proof: list[bytes]
    checkpoint: str

    def plain(self) -> dict[str, Any]:
        """Return the receipt as one JSON object."""
        return {
            "format": FORMAT, "origin": self.origin, "event": self.event, "content": self.content, "index": self.index,
            "proof": [base64.b64encode(each).decode() for each in self.proof], "checkpoint": self.checkpoint,
            # A site cannot vouch for its own key: whoever checks compares it with one from elsewhere.
            "key": str(verifier_key()), "verifier": {"file": VERIFIER, "sha256": verifier_hash()},
        }  # fmt: skip

    def json(self) -> str:
        """Return the receipt as a file."""
        return json.dumps(self.plain(), ensure_ascii=False, indent=1) + "\n"

    def text(self) -> str:
        """Return index, proof and checkpoint in the short form for paper (C2SP tlog-proof)."""
        return proof_text(self.index, self.proof, self.checkpoint, leaf(*self.event.values()))


def receipt_of(event_id: UUID, *, with_content: bool) -> Receipt:
    """Return the receipt of an event under the latest checkpoint.

    Raises NotSealed before it is published, TreeBroken when the published tree does not hold it, Event.DoesNotExist.
    """
    event = Event.objects.get(pk=event_id)
    place = Sealed.objects.filter(event=event_id).first()
    note, key = folder.text(Path(settings.LOG_DIR), folder.CHECKPOINT), verifier_key()
    if place is None or note is None or key is None:
        raise NotSealed
    try:
        checkpoint = opened(note, key)
        if place.index >= checkpoint.size:
            raise NotSealed
        tiles = Tiles(lying(Path(settings.LOG_DIR)), checkpoint.size)
        proof = inclusion(place.index, checkpoint.size, tiles.node)
    except (NoteRefused, TileBroken):
        raise TreeBroken from None
    covered = preimage_of(event)
    if not included(leaf(*covered), place.index, checkpoint.size, proof, checkpoint.root):
        raise TreeBroken
    content = {"payload": event.payload, "salt": bytes(event.salt).hex()} if with_content and event.salt else None
    return Receipt(checkpoint.origin, dict(zip(PARTS, covered, strict=True)), content, place.index, proof, note)


def verifier_hash() -> str | None:
    """Return the SHA-256 of the stand-alone verifier as the checkout records it; None where there is none."""
    try:
        return (settings.ROOT / "verifier" / "SHA256").read_text(encoding="utf-8").split()[0]
    except (FileNotFoundError, IndexError):
        return None
