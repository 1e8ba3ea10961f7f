"""What the open database of a worker tells about itself: how safely it stores, what its server spends."""

from __future__ import annotations

import os
from pathlib import Path


def durability() -> dict[str, str]:
    """How safely the open connection stores what it acknowledges; must be equal for all systems."""
    from django.db import connection  # noqa: PLC0415 - Django is configured by the caller first

    names = ("journal_mode", "synchronous", "foreign_keys")
    ask = "PRAGMA {}"
    if connection.vendor == "postgresql":
        names, ask = ("fsync", "synchronous_commit", "full_page_writes"), "SHOW {}"
    with connection.cursor() as cursor:
        return {name: str(cursor.execute(ask.format(name)).fetchone()[0]) for name in names}


class ServerClock:
    """CPU-seconds of the PostgreSQL backend that serves this process, where /proc shows it."""

    def __init__(self) -> None:
        """Find the backend of the open connection."""
        from django.db import connection  # noqa: PLC0415 - Django is configured by the caller first

        self.stat: Path | None = None
        if connection.vendor != "postgresql" or connection.settings_dict["HOST"] not in ("", "127.0.0.1", "localhost"):
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
        if stat.exists() and "postgres" in stat.read_text():
            self.stat = stat

    def seconds(self) -> float | None:
        """User and system time so far, in ticks of usually 10 ms; None for an embedded or distant database."""
        if self.stat is None:
            return None
        ticks = self.stat.read_text().rsplit(")", 1)[1].split()[11:13]
        return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
