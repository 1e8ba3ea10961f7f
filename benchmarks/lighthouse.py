"""Lighthouse on the public pages of the shipped server: median of several runs, and the weight of each page.

Run by `./dienests bench lighthouse [--runs N] [--pages NAME ...] [--sources DIR]`. Needs Node.js, npm and Debian's
chromium; Lighthouse itself is installed by npm into build/lighthouse at the first run. What is missing is named.
The output is JSON lines, one for each page.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.serve_load import shipped
from benchmarks.serve_load.visitor import Visitor

PACKAGE = "lighthouse@13.5.0"
PLACE = shipped.ROOT / "build" / "lighthouse"
PROGRAM = PLACE / "node_modules" / ".bin" / "lighthouse"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
PAGES = ("home", "rulebook", "paragraph", "services", "procedure", "sign_in")
WANTED = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
WANTED_KB = 60


def missing() -> str:
    """What this machine lacks, in words; empty when there is everything."""
    if not shutil.which("npm") or not shutil.which("node"):
        return "Node.js or npm is not installed; on Debian: apt-get install nodejs npm"
    if not browser():
        return "Chromium is not installed; on Debian: apt-get install chromium"
    if not PROGRAM.exists():
        PLACE.mkdir(parents=True, exist_ok=True)
        # No lock file: it would keep the address of the registry that was asked.
        words = ["npm", "install", "--no-package-lock", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts"]
        done = subprocess.run([*words, "--prefix", str(PLACE), PACKAGE], stdout=sys.stderr, check=False)
        if done.returncode or not PROGRAM.exists():
            return f"npm could not install {PACKAGE}; its message stands above"
    return ""


def browser() -> str | None:
    """The path of a browser that Lighthouse can drive."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def once(address: str, result: Path) -> dict[str, Any]:
    """Run Lighthouse once, with its own defaults: a phone in the middle range on a slow line, both simulated."""
    command = [str(PROGRAM), address, "--quiet", "--output=json", f"--output-path={result}", f"--chrome-flags={FLAGS}"]
    environment = os.environ | {"CHROME_PATH": str(browser())}
    done = subprocess.run(command, stdout=sys.stderr, env=environment, check=False, timeout=180)
    if done.returncode:
        sys.exit(f"Lighthouse failed on {address}; its message stands above.")
    report: dict[str, Any] = json.loads(result.read_text())
    return report


def measured(name: str, address: str, runs: int, folder: Path) -> dict[str, Any]:
    """One page: medians, its weight on the line, the foreign requests, and the audits that cost points."""
    reports = [once(address, folder / f"{name}.json") for _run in range(runs)]
    scores = {
        kind: round(statistics.median((each["categories"][kind]["score"] or 0) * 100 for each in reports))
        for kind in WANTED
    }
    asked = reports[-1]["audits"]["network-requests"]["details"]["items"]
    host = address.split("/")[2]
    return {
        "scores": scores, "wanted": WANTED, "weight_kb": round(sum(each["transferSize"] for each in asked) / 1024, 1),
        "wanted_kb": WANTED_KB, "requests": len(asked),
        "foreign": [each["url"] for each in asked if each["url"].split("/")[2] != host],
        "heaviest": {each["url"].split(host)[-1]: each["transferSize"] for each in _heaviest(asked)},
        "lost_by": sorted({name for each in reports for name in _lost(each)}),
    }  # fmt: skip


def _heaviest(asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(asked, key=lambda each: -each["transferSize"])[:4]


def _lost(report: dict[str, Any]) -> Iterator[str]:
    for category in report["categories"].values():
        for reference in category["auditRefs"]:
            score = report["audits"][reference["id"]]["score"]
            if reference["weight"] and score is not None and score < 0.9:
                yield reference["id"]


def encodings(server: shipped.Server, plan: dict[str, Any], pages: list[str]) -> dict[str, str]:
    """Whether the server compresses the pages for a browser that takes it."""
    found = {}
    for name in pages:
        visitor = Visitor(shipped.HOST, server.port)
        _status, headers, _text = visitor.fetch(plan[name], accept="gzip, br")
        found[name] = {key.lower(): value for key, value in headers.items()}.get("content-encoding", "none")
    return found


def main() -> None:
    """Read the command line and print the lines."""
    parser = argparse.ArgumentParser(prog="dienests bench lighthouse", description="Lighthouse on the public pages.")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--pages", nargs="+", default=list(PAGES), choices=PAGES, metavar="NAME")
    parser.add_argument("--sources", default="", metavar="DIR", help="official texts to import, as for `up`")
    options = parser.parse_args()
    lacks = missing()
    if lacks:
        print(json.dumps({"name": "lighthouse", "missing": lacks}))
        return
    with shipped.house(sources=options.sources) as house, shipped.server(house) as server:
        coded = encodings(server, house.plan, options.pages)
        for name in options.pages:
            address = f"http://localhost:{server.port}{house.plan[name]}"
            line: dict[str, Any] = {"name": "lighthouse", "work": name}
            line |= measured(name, address, options.runs, house.place)
            line["reached"] = line["weight_kb"] <= WANTED_KB and not line["foreign"]
            line["reached"] &= all(line["scores"][kind] >= wanted for kind, wanted in WANTED.items())
            line |= {"page_encoding": coded[name], "runs": options.runs}
            line |= {"load": [round(load, 2) for load in os.getloadavg()]}
            print(json.dumps(line, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
