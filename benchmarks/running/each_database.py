"""A benchmark on every database that was asked for: the embedded one, and a PostgreSQL server of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Any

from benchmarks.engine_peers.server import databases, throwaway_postgresql


def print_each(name: str, run: Callable[[str], Iterable[dict[str, Any]]], *, postgresql: bool) -> None:
    """Print what `run` tells of each database (by its address, "" for the embedded one), a line of JSON at a time."""
    with ExitStack() as stack:
        urls = [""]
        if postgresql:
            server = stack.enter_context(throwaway_postgresql())
            if server is None:
                print(json.dumps({"name": name, "database": "postgresql", "missing": "PostgreSQL is not installed"}))
            else:
                urls.append(stack.enter_context(databases(server, [name]))[name])
        for url in urls:
            for line in run(url):
                print(json.dumps(line, ensure_ascii=False), flush=True)
