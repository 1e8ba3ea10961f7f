"""The virus scanner that SCAN_URL names: `clamd://host:port`, spoken to by INSTREAM (clamd(8)); empty: none."""

import socket
import struct
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

SECONDS = 30.0
_CHUNK = 1 << 16


class ScanSettingsError(ImproperlyConfigured):
    """SCAN_URL is wrong; one sentence for the operator."""


class ScanFailed(OSError):
    """The scanner gave no verdict; the file waits."""


def scanner(url: str) -> tuple[str, int] | None:
    """Return host and port of the scanner, None where none is set; raises ScanSettingsError."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        if parts.scheme == "clamd" and parts.hostname:
            return parts.hostname, parts.port or 3310
    except ValueError:
        pass
    raise ScanSettingsError("SCAN_URL must look like clamd://host:port.")


def is_clean(content: bytes, *, where: tuple[str, int]) -> bool:
    """Ask the scanner about a content; raises OSError (ScanFailed) where there is no verdict."""
    with socket.create_connection(where, timeout=SECONDS) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            part = content[start : start + _CHUNK]
            line.sendall(struct.pack(">I", len(part)) + part)
        line.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < 4096:
            more = line.recv(4096)
            if not more:
                break
            answer += more
    words = answer.rstrip(b"\0\n ")
    if words.endswith(b" OK"):
        return True
    if words.endswith(b" FOUND"):
        return False
    raise ScanFailed("the scanner gave no verdict")
