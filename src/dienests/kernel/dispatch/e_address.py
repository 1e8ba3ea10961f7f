"""Official electronic addresses: what an adapter must do, and one that exchanges files through a folder.

`EADDRESS_URL=file:///folder` names a folder that a connector of the state's system watches. A parcel is two files in
`out`: `ID.pdf`, the sealed letter, and `ID.json`, written last. The connector answers with `ID.json` in `in`:
`{"id": ID, "state": "delivered" or "refused", "at": moment with zone, "reason": text}`; what was kept moves to `read`,
what cannot be read or is about no parcel of ours to `unread`.
Another adapter is a class with the methods of `EAddress`.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured

FORMAT = "dienests-parcel/1"


class EAddressSettingsError(ImproperlyConfigured):
    """EADDRESS_URL is wrong; one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One letter to one address; `id` is the same whenever it is handed over again. `sha256` is that of the PDF."""

    id: str
    to: str
    number: str
    title: str
    sender: str
    language: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a parcel; `at` has a zone."""

    id: UUID
    delivered: bool
    at: datetime
    reason: str = ""


class EAddress(Protocol):
    """What carries letters to official electronic addresses."""

    def hand_over(self, parcel: Parcel, content: bytes) -> None:
        """Take a parcel, once for one id however often it is handed over; raises OSError when it cannot now."""

    def answers(self) -> Iterator[Answer]:
        """Yield what became of parcels; each answer again until `read` was called for it."""

    def read(self, answer: Answer) -> None:
        """Note that an answer was kept."""

    def put_aside(self, answer: Answer) -> None:
        """Keep an answer for the operator: it is about no parcel of ours."""


@dataclass(frozen=True, slots=True)
class FileDrop:
    """The adapter that exchanges files."""

    place: Path

    def hand_over(self, parcel: Parcel, content: bytes) -> None:
        """Write the PDF, then the description: a connector that sees the description sees the whole parcel."""
        self._write(self.place / "out" / f"{parcel.id}.pdf", content)
        told = {"format": FORMAT, **asdict(parcel)}
        self._write(self.place / "out" / f"{parcel.id}.json", json.dumps(told, ensure_ascii=False).encode())

    def answers(self) -> Iterator[Answer]:
        """Yield the answers that lie in `in`; one that cannot be read moves to `unread`, for the operator."""
        for path in sorted((self.place / "in").glob("*.json")):
            answer = _answer(path)
            if answer is None:
                self._move(path, "unread")
            else:
                yield answer

    def read(self, answer: Answer) -> None:
        """Move an answer to `read`."""
        self._move(self.place / "in" / f"{answer.id}.json", "read")

    def put_aside(self, answer: Answer) -> None:
        """Move an answer to `unread`."""
        self._move(self.place / "in" / f"{answer.id}.json", "unread")

    def _move(self, path: Path, where: str) -> None:
        target = self.place / where
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            path.replace(target / path.name)

    @staticmethod
    def _write(path: Path, content: bytes) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.part")
        draft.write_bytes(content)
        draft.replace(path)


def e_address(url: str) -> EAddress | None:
    """Return the adapter that an address names, None where it is empty; raises EAddressSettingsError."""
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc or not parts.path.startswith("/"):
        raise EAddressSettingsError("EADDRESS_URL must look like file:///folder: other carriers are not supported yet.")
    return FileDrop(Path(unquote(parts.path)))


def _answer(path: Path) -> Answer | None:
    try:
        told = json.loads(path.read_bytes())
        at, named, state = datetime.fromisoformat(told["at"]), UUID(told["id"]), told["state"]
        reason = str(told.get("reason", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    known = state in ("delivered", "refused") and at.tzinfo is not None and str(named) == path.stem
    return Answer(named, state == "delivered", at, reason) if known else None
