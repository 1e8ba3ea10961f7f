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
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.running.each_database import print_each
from benchmarks.serve_load.shipped import ROOT, House

GOALS = {"list": 50, "inbox": 50, "paragraph, public, cold": 100, "paragraph, chair, cold": 100}
GOALS |= {"paragraph, public, warm": 100, "paragraph, chair, warm": 100}  # milliseconds, p95
MOST_QUERIES = 12
Goals = dict[str, int]  # milliseconds, p95


def run(options: argparse.Namespace, database: str, worker: str, goals: Goals) -> Iterator[dict[str, Any]]:
    """Everything on one database engine."""
    with TemporaryDirectory(prefix="bench-caselist-") as folder:
        house = House(Path(folder), database, {})
        given = {"cases": options.cases, "openers": options.openers, "rounds": options.rounds}
        done = subprocess.run(
            [sys.executable, "-m", worker], input=json.dumps(given), text=True, cwd=ROOT,
            stdout=subprocess.PIPE, env=house.environment, check=False,
        )  # fmt: skip
    if done.returncode:
        sys.exit("The cases could not be measured; the message stands above.")
    found = json.loads(done.stdout.splitlines()[-1])
    if found["differences"]:
        sys.exit(f"An answer is not what it must be, so no times are printed: {found['differences']}")
    yield from report("postgresql" if database else "sqlite", found, options, goals)


def report(database: str, found: dict[str, Any], options: argparse.Namespace, goals: Goals) -> Iterator[dict[str, Any]]:
    """One line for each page."""
    same = {"name": options.name, "database": database}
    yield (
        same
        | {"work": "grow", "answers_compared": True}
        | {name: found[name] for name in ("grown_in_s", "rows", "indexed", "indexed_in_s") if name in found}
    )
    for work, asked in found["asked"].items():
        line: dict[str, Any] = same | {"work": work}
        line |= {name: asked[name] for name in ("p50_ms", "p95_ms", "cpu_ms", "queries", "in_database_ms")}
        if work in goals:
            line |= {"wanted_ms": goals[work], "wanted_queries": options.most_queries}
            line["reached"] = asked["p95_ms"] <= goals[work] and asked["queries"] <= options.most_queries
        line |= {"slowest_ms": asked["slowest_ms"]}
        if options.plans:
            line |= {"slowest": asked["slowest"], "plan": asked["plan"]}
        line |= {"rounds": options.rounds, "load": [round(load, 2) for load in os.getloadavg()]}
        yield line | {"python": platform.python_version()}


def main() -> None:
    """Read the command line and print the lines."""
    main_of("caselist", "benchmarks.caselist_load.worker", GOALS, MOST_QUERIES)


def main_of(name: str, worker: str, goals: Goals, most_queries: int) -> None:
    """Read the command line of a benchmark that grows 100,000 cases, and print its lines."""
    parser = argparse.ArgumentParser(prog=f"dienests bench {name}", description="With 100,000 cases behind.")
    parser.add_argument("--postgresql", action="store_true", help="on a throw-away PostgreSQL as well")
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--openers", type=int, default=500, help="employees who opened them")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--plans", action="store_true", help="print the slowest query of each page and its plan")
    options = parser.parse_args(namespace=argparse.Namespace(name=name, most_queries=most_queries))
    print_each(name, lambda url: run(options, url, worker, goals), postgresql=options.postgresql)


if __name__ == "__main__":
    main()
