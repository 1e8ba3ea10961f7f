"""A checkpoint: which log, how many entries, and the root over them (C2SP tlog-checkpoint); and a proof as text."""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass

from dienests.kernel.tree.notes import NoteRefused, SigningKey, VerifierKey

PROOF = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log at one moment; 32 bytes of root."""

    origin: str
    size: int
    root: bytes

    @classmethod
    def read(cls, body: str) -> "Checkpoint":
        """Read the text of a note; raises NoteRefused."""
        lines = body.split("\n")
        if len(lines) < 4 or not lines[0] or not re.fullmatch("0|[1-9][0-9]{0,17}", lines[1]):
            raise NoteRefused("This is no checkpoint: origin, size and root are expected, one in a line.")
        try:
            root = base64.b64decode(lines[2], validate=True)
        except binascii.Error:
            root = b""
        if len(root) != 32:
            raise NoteRefused("The root of the checkpoint is not 32 bytes in base64.")
        return cls(lines[0], int(lines[1]), root)

    def body(self) -> str:
        """Return the text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    def signed(self, key: SigningKey) -> str:
        """Return the checkpoint as a signed note."""
        return key.sign(self.body())


def opened(note: str, key: VerifierKey) -> Checkpoint:
    """Return what a signed checkpoint says; raises NoteRefused when this key did not sign it for its own log."""
    found = Checkpoint.read(key.open(note))
    if found.origin != key.name:
        raise NoteRefused(f"The checkpoint is one of the log {found.origin}, not of {key.name}.")
    return found


def proof_text(index: int, proof: Sequence[bytes], note: str, leaf: bytes) -> str:
    """Return a proof of inclusion as text (C2SP tlog-proof): short enough for a letter.

    The leaf goes along as its extra data: without it nobody who has the paper alone could compute anything.
    """
    hashes = "".join(f"{base64.b64encode(each).decode()}\n" for each in proof)
    return f"{PROOF}\nextra {base64.b64encode(leaf).decode()}\nindex {index}\n{hashes}\n{note}"


def consistency_text(old: int, proof: Sequence[bytes], note: str) -> str:
    """Return a proof of consistency as text: the old size, the hashes, the new checkpoint (as in C2SP tlog-witness)."""
    hashes = "".join(f"{base64.b64encode(each).decode()}\n" for each in proof)
    return f"old {old}\n{hashes}\n{note}"
