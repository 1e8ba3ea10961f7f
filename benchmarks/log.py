"""The sealed log at one million entries: append, proof, audit, and acts while a backlog is sealed.

Run by `./dienests bench log [--postgresql] [--entries N] [--rounds N]`. A plain table on the same database and
pymerkle's SQLite tree (at a smaller size: it appends about a hundred entries a second) do the same work in the same
run. Roots and proofs are compared with pymerkle's before any time is printed. The output is JSON lines.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.engine_peers.server import databases, throwaway_postgresql
from benchmarks.serve_load.shipped import ROOT, House

WORKER = "benchmarks.log_load.measuring"


def main() -> None:
    """Read the command line and print the lines."""
    parser = argparse.ArgumentParser(prog="dienests bench log", description=__doc__)
    parser.add_argument("--postgresql", action="store_true", help="on a throw-away PostgreSQL as well")
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--batch", type=int, default=20_000, help="entries of one round of appending")
    parser.add_argument("--peer-entries", type=int, default=2_000, help="entries of pymerkle's tree")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with ExitStack() as open_still:
        urls = [""]
        if options.postgresql:
            server = open_still.enter_context(throwaway_postgresql())
            if server is None:
                sys.exit("PostgreSQL is not installed here.")
            urls += list(open_still.enter_context(databases(server, ["log"])).values())
        for url in urls:
            with TemporaryDirectory(prefix="bench-log-") as folder:
                _measured(House(Path(folder), url, {}), options)


def _measured(house: House, options: argparse.Namespace) -> None:
    done = subprocess.run(
        [sys.executable, "-m", WORKER], input=json.dumps(vars(options)), text=True, cwd=ROOT,
        stdout=subprocess.PIPE, env=house.environment, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit("The log could not be measured; the message stands above.")
    same = {"name": "log", "database": "postgresql" if house.database else "sqlite"}
    for line in done.stdout.splitlines():
        told = {"load": [round(load, 2) for load in os.getloadavg()], "python": platform.python_version()}
        print(json.dumps(same | json.loads(line) | told, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
