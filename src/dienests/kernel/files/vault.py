"""The vault: contents on disk, encrypted under the key of their subject; with the key its files are gone."""

import os
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from dienests.kernel.keys import store as keys

ORIGINAL, COPY = "original", "copy"
KEYS = "files/"  # how the names of the keys of subjects begin
_NONCE_BYTES = 12
_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")


class Gone(LookupError):
    """The content cannot be read: its key was destroyed, or the file is missing or changed."""


def key_name(subject: UUID) -> str:
    """Return the name of the key of a subject."""
    return f"{KEYS}{subject.hex.translate(_LETTERS)}"


def names(file: UUID) -> set[str]:
    """Return where the contents of a file lie, as paths below DATA_DIR."""
    return {str(_place(file, part).relative_to(settings.DATA_DIR)) for part in (ORIGINAL, COPY)}


def put(file: UUID, part: str, content: bytes, *, subject: UUID) -> None:
    """Write a content, whole or not at all."""
    nonce = os.urandom(_NONCE_BYTES)
    sealed = nonce + AESGCM(keys.key(key_name(subject), remember=False)).encrypt(nonce, content, _about(file, part))
    place = _place(file, part)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.part")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(sealed)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(place)


def get(file: UUID, part: str, *, subject: UUID) -> bytes:
    """Return a content; raises Gone."""
    key = keys.existing(key_name(subject), remember=False)
    try:
        sealed = _place(file, part).read_bytes()
        if key is None:
            raise Gone(file)
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _about(file, part))
    except (FileNotFoundError, InvalidTag):
        raise Gone(file) from None


def remove(file: UUID) -> None:
    """Remove the contents of a file, the original last: `lying` knows a file by it if this is cut off."""
    for part in (COPY, ORIGINAL):
        _place(file, part).unlink(missing_ok=True)


def destroy(subject: UUID) -> None:
    """Destroy the key of a subject: nobody reads its files any more, wherever a copy of them lies."""
    keys.destroy(key_name(subject))


def lying() -> set[UUID]:
    """Return the files whose contents lie in the vault."""
    found = (settings.DATA_DIR / "files").glob("*/*.original")
    return {UUID(path.name.partition(".")[0]) for path in found}


def written_at(file: UUID) -> float:
    """Return when a content was written, in seconds since 1970; 0 when it is not there."""
    place = _place(file, ORIGINAL)
    return place.stat().st_mtime if place.exists() else 0.0


def _place(file: UUID, part: str) -> Path:
    name: Path = settings.DATA_DIR / "files" / file.hex[:2] / f"{file}.{part}"
    return name


def _about(file: UUID, part: str) -> bytes:
    return file.bytes + part.encode()
