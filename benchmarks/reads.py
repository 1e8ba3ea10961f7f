"""What read events cost, and what reading them costs: pages with and without them, 10,000 own looks, 1,000,000 looks.

Run by `./dienests bench reads [--postgresql] [--rounds N] [--looks N]`. The desk and the list with their personal
column and the page of a case are asked in the process, as the server would, in alternating rounds: one with read
events, one in which this process alone does not write them (benchmarks/reads_load/worker.py says how; no setting can
do that). Both answers must be equal before any time is printed, and only the first may have written rows. Then a
person with 10,000 looks opens "who looked at my data", and an auditor every list over 1,000,000. The output is JSON
lines.
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

SHARE = 0.10  # of the time of a page without read events
WITHIN = 1000  # milliseconds, the page of a person with 10,000 looks


def run(options: argparse.Namespace, database: str) -> Iterator[dict[str, Any]]:
    """Everything on one database engine."""
    with TemporaryDirectory(prefix="bench-reads-") as folder:
        house = House(Path(folder), database, {})
        given = {"rounds": options.rounds, "looks": options.looks, "own": options.own}
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.reads_load.worker"], input=json.dumps(given), text=True, cwd=ROOT,
            stdout=subprocess.PIPE, env=house.environment, check=False,
        )  # fmt: skip
    if done.returncode:
        sys.exit("The looks could not be measured; the message stands above.")
    found = json.loads(done.stdout.splitlines()[-1])
    if found["differences"]:
        sys.exit(f"An answer is not what it must be, so no times are printed: {found['differences']}")
    same = {"name": "reads", "database": "postgresql" if database else "sqlite", "rounds": options.rounds}
    same |= {"load": [round(load, 2) for load in os.getloadavg()], "python": platform.python_version()}
    yield from lines(found, same)


def lines(found: dict[str, Any], same: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One line for each page, and one for the table."""
    for work, each in found["pages"].items():
        shares = {kind: round(each[f"with_{kind}"] / each[f"without_{kind}"] - 1, 3) for kind in ("cpu", "wall")}
        yield (
            {"work": work, **{name: round(value, 2) for name, value in each.items()}, "answers_compared": True}
            | {"share_cpu": shares["cpu"], "share_wall": shares["wall"], "wanted_share": SHARE}
            | {"reached": shares["wall"] <= SHARE, **same}
        )
    for work, each in found["asked"].items():
        line = {"work": work, **each}
        if work.startswith("own looks"):
            line |= {"wanted_ms": WITHIN, "reached": each["p95_ms"] <= WITHIN}
        yield line | same
    yield {"work": "table", **found["table"], **same}


def main() -> None:
    """Read the command line and print the lines."""
    parser = argparse.ArgumentParser(prog="dienests bench reads", description="What read events cost.")
    parser.add_argument("--postgresql", action="store_true", help="on a throw-away PostgreSQL as well")
    parser.add_argument("--rounds", type=int, default=40, help="alternating pairs for each page")
    parser.add_argument("--looks", type=int, default=1_000_000, help="looks that the auditor's lists are made of")
    parser.add_argument("--own", type=int, default=10_000, help="looks at the data of one person among them")
    options = parser.parse_args()
    print_each("reads", lambda url: run(options, url), postgresql=options.postgresql)


if __name__ == "__main__":
    main()
