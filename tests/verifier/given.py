"""Logs, receipts and archives for tests of the stand-alone verifier, made by a second implementation.

The tree here is the definition of RFC 9162, 2.1 written down as it stands there: recursive, slow, and not ours.
"""

import base64
import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FILE = Path(__file__).resolve().parents[2] / "verifier" / "verify_evidence.py"
NOTHING = "00" * 32
ORIGIN = "iestade.example/log-1a2b3c"


def loaded() -> ModuleType:
    """Return the verifier as a module."""
    spec = spec_from_file_location("verify_evidence", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


verifier = loaded()


def run(folder: Path, *words: object) -> tuple[int, str]:
    """Run the verifier as a stranger does: alone, in a folder of its own; a traceback fails the test."""
    command = [sys.executable, "-I", "-S", str(FILE), *map(str, words)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


def sha(data: bytes) -> bytes:
    """Return SHA-256."""
    return hashlib.sha256(data).digest()


def split(size: int) -> int:
    """Return the largest power of two smaller than a size."""
    return 1 << (size - 1).bit_length() - 1


def mth(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes."""
    if not leaves:
        return sha(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha(b"\x01" + mth(leaves[:k]) + mth(leaves[k:]))


def path(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Return the inclusion proof of leaf m."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def growth(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Return the consistency proof from size m."""
    return _subproof(m, leaves, True) if 0 < m < len(leaves) else []


def _subproof(m: int, leaves: Sequence[bytes], whole: bool) -> list[bytes]:
    if m == len(leaves):
        return [] if whole else [mth(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*_subproof(m, leaves[:k], whole), mth(leaves[k:])]
    return [*_subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def canonical(value: Any) -> bytes:
    """Return canonical JSON."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def b64(data: bytes) -> str:
    """Return base64."""
    return base64.b64encode(data).decode()


@dataclass
class Signer:
    """A log's key."""

    origin: str = ORIGIN
    private: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def public(self) -> bytes:
        """The public key with the byte of its kind."""
        return b"\x01" + self.private.public_key().public_bytes_raw()

    @property
    def number(self) -> bytes:
        """The id of the key."""
        return sha(self.origin.encode() + b"\n" + self.public)[:4]

    @property
    def vkey(self) -> str:
        """The key as others get it."""
        return f"{self.origin}+{self.number.hex()}+{b64(self.public)}"

    def checkpoint(self, leaves: Sequence[bytes]) -> str:
        """Sign the tree over leaves."""
        text = f"{self.origin}\n{len(leaves)}\n{b64(mth(leaves))}\n"
        return f"{text}\n— {self.origin} {b64(self.number + self.private.sign(text.encode()))}\n"


@dataclass
class Log:
    """A log in memory: acts in the order of the tree."""

    signer: Signer = field(default_factory=Signer)
    acts: list[dict[str, Any]] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    ends: dict[tuple[str, str], str] = field(default_factory=dict)

    def append(self, kind: str, stream: str, act: str, payload: Any = None, actor: str = "system") -> dict[str, Any]:
        """Append an act and return it as a line of a copy."""
        salt, content = sha(str(len(self.acts)).encode())[:16], {} if payload is None else payload
        event = {
            "stream_kind": kind, "stream": stream, "version": "", "digest": "", "at": "2026-03-29T00:30:00.000000Z",
            "actor": actor, "act": act, "basis": "", "from": "", "to": "",
            "commitment": sha(salt + canonical(content)).hex(), "previous": self.ends.get((kind, stream), NOTHING),
        }  # fmt: skip
        leaf = sha(b"\0" + canonical(list(event.values())))
        line = {"index": len(self.acts), "event": event, "content": {"payload": content, "salt": salt.hex()}}
        self.ends[kind, stream] = leaf.hex()
        self.acts.append(line)
        self.leaves.append(leaf)
        return line

    def write(self, folder: Path, *, upto: int | None = None) -> Path:
        """Write a copy of the log with what is published of its first acts (all of them when `upto` is None)."""
        folder.mkdir(parents=True, exist_ok=True)
        leaves = self.leaves[:upto]
        lines = [line if line.get("index", 0) < len(leaves) else line | {"index": None} for line in self.acts]
        (folder / "events.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        (folder / "key").write_text(self.signer.vkey + "\n", encoding="utf-8")
        (folder / "checkpoint").write_text(self.signer.checkpoint(leaves), encoding="utf-8")
        write_tiles(folder, leaves)
        return folder

    def receipt(self, index: int, *, size: int | None = None) -> dict[str, Any]:
        """Return the receipt of an act."""
        leaves = self.leaves[:size]
        return {
            "format": "dienests-receipt/1", "origin": self.signer.origin, **self.acts[index],
            "proof": [b64(each) for each in path(index, leaves)], "checkpoint": self.signer.checkpoint(leaves),
            "verifier": {"file": "verify_evidence.py", "sha256": sha(FILE.read_bytes()).hex()},
        }  # fmt: skip


def a_log(acts: int = 20, streams: int = 3, origin: str = ORIGIN) -> Log:
    """Return a log of so many acts in so many cases."""
    log = Log(Signer(origin))
    for number in range(acts):
        stream = f"00000000-0000-4000-8000-{number % streams:012d}"
        log.append("case", stream, "note", {"number": number, "words": "Šķiņķis ņem"}, actor="mandate:0b7a")
    return log


def write_tiles(folder: Path, leaves: Sequence[bytes]) -> None:
    """Write the tiles of a tree (c2sp.org/tlog-tiles)."""
    level, hashes = 0, list(leaves)
    while hashes:
        for number in range((len(hashes) + 255) // 256):
            part = hashes[256 * number : 256 * number + 256]
            groups = [f"{number // 1000**place % 1000:03d}" for place in range(3) if number >= 1000**place or not place]
            name = "/".join([*(f"x{each}" for each in reversed(groups[1:])), groups[0]])
            file = folder / "tile" / str(level) / (name if len(part) == 256 else f"{name}.p/{len(part)}")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"".join(part))
        hashes = [mth(hashes[first : first + 256]) for first in range(0, len(hashes) // 256 * 256, 256)]
        level += 1


def an_archive(log: Log, file: Path, members: dict[str, bytes] | None = None, **case: Any) -> Path:
    """Write the archive of a case, of all its acts."""
    stream = log.acts[0]["event"]["stream"]
    own = [line for line in log.acts if line["event"]["stream"] == stream]
    lines = [line | {"proof": [b64(each) for each in path(line["index"], log.leaves)]} for line in own]
    inside = {
        "case.json": json.dumps({"id": stream, "acts": len(own)} | case).encode(),
        "events.jsonl": "".join(json.dumps(line) + "\n" for line in lines).encode(),
        "checkpoint": log.signer.checkpoint(log.leaves).encode(),
        "key": log.signer.vkey.encode(),
    } | (members or {})
    pack(file, inside)
    return file


def pack(file: Path, inside: dict[str, bytes]) -> None:
    """Write an archive with its list."""
    listed = {name: sha(data).hex() for name, data in inside.items()}
    manifest = json.dumps({"format": "dienests-case/1", "members": listed}).encode()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in {"manifest.json": manifest, **inside}.items():
            box.writestr(name, data)
