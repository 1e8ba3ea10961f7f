"""Signed notes: a text, an empty line, and lines of signatures, each with a key's name and id (C2SP signed-note)."""

import base64
import binascii
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"


class NoteRefused(Exception):
    """A note that this key did not sign; the sentence says which part is wrong."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """Who signs: a name and a public key of 32 bytes."""

    name: str
    public: bytes

    @classmethod
    def read(cls, text: str) -> "VerifierKey":
        """Read `<name>+<id>+<base64>`; raises NoteRefused."""
        try:
            name, kept, coded = text.strip().split("+", 2)
            content = base64.b64decode(coded, validate=True)
        except (ValueError, binascii.Error):
            raise NoteRefused("The key is not of the form name+id+base64.") from None
        made = cls(name, content[1:])
        if content[:1] != ED25519 or len(content) != 33 or made.id.hex() != kept:
            raise NoteRefused("The key is no Ed25519 key, or its id does not fit it.")
        return made

    @property
    def id(self) -> bytes:
        """Return the four bytes that name the key beside its name."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    @property
    def fingerprint(self) -> str:
        """Return SHA-256 of the public key in groups, for comparing by eye."""
        digits = sha256(self.public).hexdigest()
        return " ".join(digits[at : at + 8] for at in range(0, 64, 8))

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"

    def open(self, note: str) -> str:
        """Return the text of a note that this key signed, its last newline included; raises NoteRefused."""
        text, gap, lines = note.rpartition("\n\n")
        if not gap or not lines.endswith("\n"):
            raise NoteRefused("This is no signed note: the lines of signatures are missing.")
        for line in lines.splitlines():
            mark, _, rest = line.partition(" ")
            name, _, coded = rest.partition(" ")
            try:
                signed = base64.b64decode(coded, validate=True)
            except binascii.Error:
                raise NoteRefused("A line of the signatures cannot be read.") from None
            if mark == "—" and name == self.name and signed[:4] == self.id:
                return self._checked(text + "\n", signed[4:])
        raise NoteRefused(f"The note bears no signature of the key {self.name}+{self.id.hex()}.")

    def _checked(self, text: str, signature: bytes) -> str:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except InvalidSignature:
            raise NoteRefused(f"The signature of {self.name} does not fit the text: one of them was changed.") from None
        return text


@dataclass(frozen=True)
class SigningKey:
    """A name and the 32 secret bytes behind it."""

    name: str
    secret: bytes

    @cached_property
    def verifier(self) -> VerifierKey:
        """Return what others need to check the signatures."""
        return VerifierKey(self.name, Ed25519PrivateKey.from_private_bytes(self.secret).public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """Return the text, which ends with a newline, as a signed note."""
        signature = Ed25519PrivateKey.from_private_bytes(self.secret).sign(text.encode())
        return f"{text}\n— {self.name} {base64.b64encode(self.verifier.id + signature).decode()}\n"
