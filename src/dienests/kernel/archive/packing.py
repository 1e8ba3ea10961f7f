"""Packing an archive: the same content gives the same bytes, on every machine and at every hour."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

FORMAT = "dienests-case/1"
MANIFEST, CASE, EVENTS, CHECKPOINT, KEY = "manifest.json", "case.json", "events.jsonl", "checkpoint", "key"
_NO_DAY = (1980, 1, 1, 0, 0, 0)  # the first one that a zip archive can tell


def pack(members: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of these members and of the list of their SHA-256.

    Nothing is compressed: what compresses alike today may not do so in the next version of a library.
    """
    listed = {name: hashlib.sha256(content).hexdigest() for name, content in members.items()}
    manifest = as_json({"format": FORMAT, "members": listed})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as box:
        for name, content in {MANIFEST: manifest, **members}.items():
            info = zipfile.ZipInfo(name, _NO_DAY)
            info.create_system, info.external_attr = 3, 0o644 << 16
            box.writestr(info, content)
    return out.getvalue()


def as_json(value: Any) -> bytes:
    """Return JSON that a person can read too."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
