"""The key store: named keys of 32 random bytes, kept outside the database and its backups.

KEY_URL names one store for the whole installation; `file:///directory` is the only kind so far.
The settings read a key of their own while they load: nothing here may need a loaded setting.
"""

import contextlib
import os
import re
import secrets
import stat
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from dienests.kernel.disk.flushing import flush

KEY_BYTES = 32
_NAME = re.compile(r"[a-z]+(-[a-z]+)*(/[a-p]{32})?")


class KeyStoreError(ImproperlyConfigured):
    """A fault of the key store in one sentence for the operator."""


def key(name: str, *, url: str | None = None, remember: bool = True) -> bytes:
    """Return the named key, created on first need; two processes that need it at once get the same one.

    A key that may be destroyed is read anew each time (`remember` False). Raises KeyStoreError when the store cannot
    be used.
    """
    found = existing(name, url=url, remember=remember)
    return found if found is not None else _create(_path(name, url), remember=remember)


def existing(name: str, *, url: str | None = None, remember: bool = True) -> bytes | None:
    """Return the named key, or None when it was never created; raises KeyStoreError as `key` does."""
    path = _path(name, url)
    try:
        return _read(path) if remember else _read.__wrapped__(path)
    except FileNotFoundError:
        return None


def names() -> list[str]:
    """Return the names of all keys in the store; their contents are not read."""
    place = _path("any", None).parent
    found = (str(path.relative_to(place).with_suffix("")) for path in place.rglob("*.key"))
    return sorted(name for name in found if _NAME.fullmatch(name))


def destroy(name: str) -> None:
    """Destroy a key that was never remembered: what it sealed cannot be read again, save with a copy of the store."""
    path = _path(name, None)
    if path.exists():
        path.write_bytes(secrets.token_bytes(KEY_BYTES))
        path.unlink()
        flush(path.parent)


def _path(name: str, url: str | None) -> Path:
    if not _NAME.fullmatch(name):
        raise KeyStoreError(f"“{name}” cannot name a key: use small letters and single hyphens.")
    return place(url) / f"{name}.key"


def place(url: str | None = None) -> Path:
    """Return the folder of the store; raises KeyStoreError when KEY_URL names none."""
    where = settings.KEY_URL if url is None else url
    parts = urlsplit(where)
    if parts.scheme != "file" or parts.netloc or not parts.path.startswith("/"):
        raise KeyStoreError("KEY_URL must look like file:///directory: other key stores are not supported.")
    return Path(unquote(parts.path))


# A failure is not remembered by the cache: a key created later is found.
@cache
def _read(path: Path) -> bytes:
    try:
        mode, content = path.stat().st_mode, path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as fault:
        raise KeyStoreError(f"The key file {path} cannot be read ({fault.strerror}); check its owner.") from None
    if stat.S_IMODE(mode) & 0o077:
        raise KeyStoreError(f"The key file {path} is open to other users; run: chmod 600 {path}")
    if len(content) != KEY_BYTES:
        raise KeyStoreError(f"The key file {path} does not hold {KEY_BYTES} bytes; restore it from your copy.")
    return content


def _create(path: Path, *, remember: bool) -> bytes:
    """Write the key under a name of its own and link it: a link either appears whole or was there before."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(8)}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(draft, secrets.token_bytes(KEY_BYTES))
        try:
            with contextlib.suppress(FileExistsError):
                os.link(draft, path)
        finally:
            draft.unlink()
        flush(path.parent)
    except OSError as fault:
        raise KeyStoreError(f"No key can be written into {path.parent} ({fault.strerror}); check KEY_URL.") from None
    return _read(path) if remember else _read.__wrapped__(path)


def _write(path: Path, content: bytes) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
