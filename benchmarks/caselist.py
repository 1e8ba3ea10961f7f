"""Lists and pages with 100,000 cases and 500,000 events behind them: server time and number of queries.

Run by `./dienests bench caselist [--postgresql] [--cases N] [--rounds N] [--plans]`. Cases that the engine played are
multiplied in bulk (benchmarks/caselist_load/grow.py says what is synthetic about the copies), then the pages are asked
in the process, as the server would. Every list is compared with a slow answer by other means before any time is
printed. The output is JSON lines.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.engine_peers.server import databases, throwaway_postgresql
from benchmarks.serve_load.shipped import ROOT, House

GOALS = {"list": 50, "inbox": 50, "paragraph, public, cold": 100, "paragraph, chair, cold": 100}
GOALS |= {"paragraph, public, warm": 100, "paragraph, chair, warm": 100}  # milliseconds, p95
MOST_QUERIES = 12


def run(options: argparse.Namespace, database: str) -> Iterator[dict[str, Any]]:
    """Everything on one database engine."""
    with TemporaryDirectory(prefix="bench-caselist-") as folder:
        house = House(Path(folder), database, {})
        given = {"cases": options.cases, "openers": options.openers, "rounds": options.rounds}
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.caselist_load.worker"], input=json.dumps(given), text=True, cwd=ROOT,
            stdout=subprocess.PIPE, env=house.environment, check=False,
        )  # fmt: skip
    if done.returncode:
        sys.exit("The cases could not be measured; the message stands above.")
    found = json.loads(done.stdout.splitlines()[-1])
    if found["differences"]:
        sys.exit(f"A list is not what it must be, so no times are printed: {found['differences']}")
    yield from report("postgresql" if database else "sqlite", found, options)


def report(database: str, found: dict[str, Any], options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """One line for each page."""
    grown = {"name": "caselist", "database": database, "work": "grow", "seconds": found["grown_in_s"]}
    yield grown | {"rows": found["rows"], "lists_compared": True}
    for work, asked in found["asked"].items():
        line: dict[str, Any] = {"name": "caselist", "database": database, "work": work}
        line |= {name: asked[name] for name in ("p50_ms", "p95_ms", "cpu_ms", "queries", "in_database_ms")}
        if work in GOALS:
            line |= {"wanted_ms": GOALS[work], "wanted_queries": MOST_QUERIES}
            line["reached"] = asked["p95_ms"] <= GOALS[work] and asked["queries"] <= MOST_QUERIES
        line |= {"slowest_ms": asked["slowest_ms"]}
        if options.plans:
            line |= {"slowest": asked["slowest"], "plan": asked["plan"]}
        line |= {"rounds": options.rounds, "load": [round(load, 2) for load in os.getloadavg()]}
        yield line | {"python": platform.python_version()}


def main() -> None:
    """Read the command line and print the lines."""
    parser = argparse.ArgumentParser(prog="dienests bench caselist", description="Lists with 100,000 cases behind.")
    parser.add_argument("--postgresql", action="store_true", help="on a throw-away PostgreSQL as well")
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--openers", type=int, default=500, help="employees who opened them")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--plans", action="store_true", help="print the slowest query of each page and its plan")
    options = parser.parse_args()
    with ExitStack() as stack:
        urls = [""]
        if options.postgresql:
            server = stack.enter_context(throwaway_postgresql())
            if server is None:
                line = {"name": "caselist", "database": "postgresql", "missing": "PostgreSQL is not installed"}
                print(json.dumps(line))
            else:
                urls.append(stack.enter_context(databases(server, ["caselist"]))["caselist"])
        for url in urls:
            for line in run(options, url):
                print(json.dumps(line, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
