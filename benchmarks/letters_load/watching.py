"""Watching how much memory the children of the ward take at most."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import Any


class Watch:
    """Within the block the largest resident memory that a child of the ward ever had is kept in `peak`, in bytes."""

    def __init__(self, warden: Any) -> None:
        """Start nothing yet."""
        self.peak, self._warden, self._over = 0, warden, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        """Start looking."""
        self._thread.start()
        return self

    def __exit__(self, *_ended: object) -> None:
        """Stop looking."""
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.005):
            ward = self._warden._ward
            if ward is None:
                continue
            try:
                children = Path(f"/proc/{ward.pid}/task/{ward.pid}/children").read_text().split()
                told = [Path(f"/proc/{child}/status").read_text() for child in children]
            except OSError:
                continue
            for each in told:
                found = re.search(r"VmHWM:\s+(\d+) kB", each)
                self.peak = max(self.peak, int(found[1]) * 1024 if found else 0)
