"""What others gave us and the key store holds beside its own keys: private keys with certificates, and trust anchors.

A file with a private key must be closed to other users, as a key is; certificates are public.
"""

import os
import stat
from pathlib import Path

from dienests.kernel.keys.store import KeyStoreError, place

MOST_BYTES = 4 * 1024 * 1024


def private(name: str, *, url: str | None = None) -> bytes | None:
    """Return the content of a secret file, None where there is none; raises KeyStoreError when it stands open."""
    path = place(url) / name
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_IMODE(mode) & 0o077:
        raise KeyStoreError(f"The file {path} is open to other users; run: chmod 600 {path}")
    return _content(path)


def public(folder: str, *, endings: tuple[str, ...], url: str | None = None) -> dict[str, bytes]:
    """Return the files of a folder of certificates by name; empty where there is no such folder."""
    where = place(url) / folder
    if not where.is_dir():
        return {}
    return {path.name: _content(path) for path in sorted(where.iterdir()) if path.name.lower().endswith(endings)}


def state(*names: str, url: str | None = None) -> tuple[tuple[str, int, int, int], ...]:
    """Return name, size, mode and time of each file and of what lies in each folder, so that a change is seen."""
    found = []
    for name in names:
        path = place(url) / name
        for each in sorted(path.iterdir()) if path.is_dir() else [path]:
            try:
                seen = os.stat(each)
            except OSError:
                continue
            found.append((f"{name}/{each.name}", seen.st_size, seen.st_mode, seen.st_mtime_ns))
    return tuple(found)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise KeyStoreError(f"The file {path} is too large for a certificate; take it out of the key store.")
        return path.read_bytes()
    except OSError as fault:
        raise KeyStoreError(f"The file {path} cannot be read ({fault.strerror}); check its owner.") from None
