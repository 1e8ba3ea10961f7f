"""Flushing: a new name in a folder survives a power cut only once the folder itself was written."""

import os
from pathlib import Path


def flush(place: Path) -> None:
    """Have a file, or the names in a folder, written to the disk; raises OSError."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
