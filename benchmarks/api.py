"""The interface for programs under load: start and act, one case, a list of 50; over HTTP, on the shipped server.

Run by `./dienests bench api [--postgresql] [--seconds N] [--rounds N] [--connections N]`. As in `serve`, the server is
`dienests up` on an invented house in a temporary folder, and the load generator a process beside it. Every request
carries a token, every act an Idempotency-Key of its own. Before any time is printed, each answer had its status, each
acknowledged act is kept once with its answer and its event, and every chain of the log is walked. No peer: no other
system of our list offers cases with rights, refusals and evidence over HTTP.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks.running.each_database import print_each
from benchmarks.serve_load import shipped
from benchmarks.serve_load.client import MARK, Job

GOALS = {"start": None, "act": 150, "case": None, "list": None}  # answers per second
SENTENCES = {
    "start": "a report opened with a token and a fresh Idempotency-Key each",
    "act": "the chair promises an answer: a field, a term that stops and one that starts; fresh keys, many tokens",
    "case": "one case with its fields; each look writes a read event before the answer",
    "list": "the newest 50 cases of the chair",
}
CASES, TOKENS = 200, 60


@dataclass
class Bench:
    """One running server and what was measured."""

    options: argparse.Namespace
    house: shipped.House
    server: shipped.Server
    plan: dict[str, Any]
    rounds: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    cpu: dict[str, list[float]] = field(default_factory=dict)
    sent: dict[str, list[str]] = field(default_factory=lambda: {"start": [], "act": []})

    def job(self, kind: str) -> Job:
        """What the load generator is to do."""
        options, plan = self.options, self.plan
        job = Job(
            shipped.HOST, self.server.port, plan.get(kind, ""), options.connections, options.seconds, options.most,
            warm=options.warm, kind="application/json", marker='"revision"',
        )  # fmt: skip
        secrets = plan["employees" if kind == "start" else "chair"]
        look = "Dienests-Purpose: benchmark\r\nDienests-End-User: benchmark\r\n" if kind == "case" else ""
        key = f"Idempotency-Key: {MARK}\r\n" if kind in self.sent else ""
        job.heads = [f"Authorization: Bearer {secret}\r\n{key}{look}" for secret in secrets]
        if kind == "start":
            job.status, job.bodies = 201, [json.dumps({"reason": "advice", "account": "A question."})]
        elif kind == "act":
            job.paths, job.bodies = plan["acts"], [json.dumps({"answer_promised": plan["promised"]})]
        elif kind == "case":
            job.paths = plan["cases"]
        return job

    def load(self, kind: str) -> None:
        """Let the load generator do one job and keep what it measured."""
        job, before = self.job(kind), self._cpu()
        words = [sys.executable, "-m", "benchmarks.serve_load.client"]
        done = subprocess.run(
            words, input=json.dumps(asdict(job)), stdout=subprocess.PIPE, text=True, cwd=shipped.ROOT, check=True,
            env=os.environ | {"PYTHONPATH": str(shipped.ROOT)},
        )  # fmt: skip
        one = json.loads(done.stdout)
        acknowledged = one.pop("acknowledged")
        if kind in self.sent:
            self.sent[kind] += acknowledged
        if one["wrong"] or not one["answers"]:
            sys.exit(f"Not every answer to '{kind}' was right, so no times are printed: {one}")
        share = one["seconds"] / (one["seconds"] + job.warm)
        self.rounds.setdefault(kind, []).append(one)
        self.cpu.setdefault(kind, []).append((self._cpu() - before) * share / one["answers"] * 1000)

    def _cpu(self) -> float:
        return self.server.cpu() + shipped.backends_cpu(self.house.database)

    def compare(self, before: dict[str, Any]) -> int:
        """Stop unless everything that was acknowledged is stored once."""
        found = self.house.ask("compare_api", sent=self.sent)
        right = {
            "lost": 0, "unasked": 0, "broken_chains": 0,
            "opened": before["opened"] + len(self.sent["start"]),
            "promised": before["promised"] + len(self.sent["act"]),
        }  # fmt: skip
        if found != right:
            sys.exit(f"What was sent is not what is stored, so no times are printed: {found}, wanted {right}")
        return sum(map(len, self.sent.values()))

    def lines(self, stored: int) -> Iterator[dict[str, Any]]:
        """One line for each kind of request."""
        for kind, rounds in self.rounds.items():
            speeds = [one["per_second"] for one in rounds]
            per_second, goal = round(statistics.median(speeds)), GOALS[kind]
            yield {
                "name": "api", "database": "postgresql" if self.house.database else "sqlite", "work": kind,
                "per_second": per_second, "wanted": goal, "reached": per_second >= goal if goal else None,
                "span": [min(speeds), max(speeds)], "p50_ms": statistics.median(one["p50"] for one in rounds),
                "p99_ms": statistics.median(one["p99"] for one in rounds),
                "server_cpu_ms": round(statistics.median(self.cpu[kind]), 2), "bytes": rounds[-1]["bytes"],
                "rounds": len(rounds), "seconds": self.options.seconds, "connections": self.options.connections,
                "workers": self.house.plan["workers"], "stored_and_compared": stored,
                "load": [round(load, 2) for load in os.getloadavg()], "python": platform.python_version(),
                "sentence": SENTENCES[kind],
            }  # fmt: skip


def run(options: argparse.Namespace, database: str) -> Iterator[dict[str, Any]]:
    """Everything on one database engine."""
    with shipped.house(database) as house:
        plan = house.ask("api", cases=CASES, tokens=TOKENS)
        before = house.ask("compare_api", sent={"start": [], "act": []})
        with shipped.server(house) as server:
            bench = Bench(options, house, server, plan)
            for turn in range(options.rounds):
                kinds = list(GOALS)
                shift = turn % len(kinds)
                for kind in kinds[shift:] + kinds[:shift]:
                    bench.load(kind)
            stored = bench.compare(before)
            yield from bench.lines(stored)


def main() -> None:
    """Read the command line and print the lines."""
    parser = argparse.ArgumentParser(prog="dienests bench api", description="The interface for programs under load.")
    parser.add_argument("--postgresql", action="store_true", help="on a throw-away PostgreSQL as well")
    parser.add_argument("--seconds", type=float, default=3.0, help="of each measurement")
    parser.add_argument("--warm", type=float, default=1.0, help="seconds before it that do not count")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--most", type=int, default=20_000, help="answers in one measurement")
    options = parser.parse_args()
    print_each("api", lambda url: run(options, url), postgresql=options.postgresql)


if __name__ == "__main__":
    main()
