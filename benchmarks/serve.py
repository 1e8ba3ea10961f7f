"""The shipped server under load: pages per second and how long they take, over HTTP, the load generator beside it.

Run by `./dienests bench serve [--postgresql] [--seconds N] [--rounds N] [--connections N] [--sources DIR]`. Starts
`dienests up` (granian, its own workers and threads) on an invented house in a temporary folder, and asks it over
keep-alive connections on loopback. Every answer is checked for its status and content; what was sent by form is
compared with what is stored before any time is printed. The output is JSON lines.
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
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from benchmarks.running.each_database import print_each
from benchmarks.serve_load import hanging, shipped
from benchmarks.serve_load.client import MARK, Job
from benchmarks.serve_load.visitor import Visitor

GOALS = {"home": 600, "paragraph": None, "desk": 200, "submit": 150}  # answers per second
GOAL_HANGING = 200  # milliseconds, p99 of home
HUNG = 2
WORDS = "Vai drīkst pieņemt ielūgumu? Ziņa {submission}."
SENTENCES = {
    "home": "the public home page, nobody signed in",
    "paragraph": "the public page of a paragraph that procedures carry",
    "desk": "the inbox of the chair, signed in, 50 rows",
    "submit": "a report sent by form, with token and a fresh submission id each; stored and compared afterwards",
    "half-sent": "home while two clients have sent half a form each",
    "slowly-read": "home while two clients do not read what they asked for",
    "locked": "home while two forms hang in threads of workers, since an outside process holds the lock they need",
}


@dataclass
class Measured:
    """The rounds of one kind of request."""

    rounds: list[dict[str, Any]] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def median(self, name: str) -> float:
        """The median over the rounds."""
        return statistics.median(one[name] for one in self.rounds)


@dataclass
class Bench:
    """One running server, who visits it, and what was measured."""

    options: argparse.Namespace
    house: shipped.House
    server: shipped.Server
    chair: Visitor
    employees: list[Visitor]
    tokens: list[str]
    measured: dict[str, Measured] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)
    wrote: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, options: argparse.Namespace, house: shipped.House, server: shipped.Server) -> Bench:
        """Sign everybody in."""
        plan, place = house.plan, (shipped.HOST, server.port)
        employees = [Visitor(*place).choose(plan, person) for person in plan["employees"]]
        tokens = [each.token(plan["form"]) for each in employees]
        return cls(options, house, server, Visitor(*place).choose(plan, plan["chair"]), employees, tokens)

    def job(self, kind: str) -> Job:
        """What the load generator is to do."""
        plan, options = self.house.plan, self.options
        job = Job(
            shipped.HOST, self.server.port, plan.get(kind, plan["form"]), options.connections, options.seconds,
            options.most, warm=options.warm,
        )  # fmt: skip
        if kind == "desk":
            job.heads, job.marker = [self.chair.head], plan["mark"]
        elif kind == "submit":
            job.heads = [each.head for each in self.employees]
            job.bodies, job.status, job.marker = [self.form(token, MARK) for token in self.tokens], 302, "/case/"
        else:
            job.marker = "</html>"
        return job

    def form(self, token: str, submission: str) -> str:
        """The filled-in form that reports to the commission."""
        account = WORDS.replace(MARK, submission)
        return urlencode(
            {"csrfmiddlewaretoken": token, "submission": submission, "reason": "advice", "account": account}
        )

    def load(self, job: Job, kind: str) -> None:
        """Let the load generator, a process of its own, do a job, and keep what it measured."""
        before = self.server.cpu() + shipped.backends_cpu(self.house.database)
        words = [sys.executable, "-m", "benchmarks.serve_load.client"]
        environment = os.environ | {"PYTHONPATH": str(shipped.ROOT)}
        done = subprocess.run(
            words, input=json.dumps(asdict(job)), stdout=subprocess.PIPE, text=True, cwd=shipped.ROOT, check=True,
            env=environment,
        )  # fmt: skip
        one = json.loads(done.stdout)
        self.sent |= {key: WORDS.replace(MARK, key) for key in one.pop("acknowledged")}
        if one["wrong"] or not one["answers"]:
            sys.exit(f"Not every answer to '{kind}' was right, so no times are printed: {one}")
        spent = self.server.cpu() + shipped.backends_cpu(self.house.database) - before
        share = one["seconds"] / (one["seconds"] + job.warm)
        measured = self.measured.setdefault(kind, Measured())
        measured.rounds.append(one)
        measured.cpu.append(spent * share / one["answers"] * 1000)

    def pages(self) -> None:
        """Every kind of request, in turning order from round to round; what the desk writes is counted once."""
        kinds = [kind for kind in GOALS if kind in self.options.only]
        if "desk" in kinds:
            before = self.house.ask("count")
            for _each in range(10):
                self.chair.fetch(self.house.plan["desk"])
            after = self.house.ask("count")
            self.wrote = {table: (rows - before[table]) // 10 for table, rows in after.items() if rows != before[table]}
        for turn in range(self.options.rounds):
            shift = turn % max(len(kinds), 1)
            for kind in kinds[shift:] + kinds[:shift]:
                self.load(self.job(kind), kind)

    def hung(self) -> None:
        """The home page beside requests that hang."""
        for kind in ("half-sent", "slowly-read", "locked"):
            if kind not in self.options.only:
                continue
            job = self.job("home")
            job.warm, job.seconds = 0.5, min(self.options.seconds, 5.0)  # a waiting writer gives up after ten seconds
            with self.hanging(kind) as answers:
                self.load(job, kind)
                answered = answers()
            if any(not answer.endswith(b"302") for answer in answered):
                sys.exit(f"A form that had hung was not stored when the lock was free again: {answered}")

    def hanging(self, kind: str) -> AbstractContextManager[hanging.Hanging]:
        """Let two requests hang."""
        plan, place = self.house.plan, (shipped.HOST, self.server.port)
        if kind == "half-sent":
            return hanging.half_sent(*place, plan["sign_in"], count=HUNG)
        if kind == "slowly-read":
            return hanging.slowly_read(*place, plan["home"], count=HUNG)
        keys = [str(uuid4()) for _each in range(HUNG)]
        self.sent |= {key: WORDS.replace(MARK, key) for key in keys}
        posts = [
            (who, self.form(token, key)) for who, token, key in zip(self.employees, self.tokens, keys, strict=False)
        ]
        return hanging.locked(plan, self.house.database, posts, plan["form"])

    def compare(self) -> dict[str, Any]:
        """Stop unless everything that was acknowledged is stored once, with its text and its event."""
        found: dict[str, Any] = self.house.ask("compare", sent=self.sent)
        faults = {name: n for name, n in found.items() if n and name != "stored"}
        if faults or found["stored"] != len(self.sent):
            sys.exit(f"What was sent is not what is stored, so no times are printed: {found}, sent {len(self.sent)}")
        return found

    def lines(self, stored: int) -> Iterator[dict[str, Any]]:
        """One line for each kind of request."""
        for kind, measured in self.measured.items():
            line: dict[str, Any] = {"name": "serve", "database": self.database, "work": kind}
            per_second, slowest = round(measured.median("per_second")), measured.median("p99")
            if kind in GOALS:
                goal = GOALS[kind]
                line |= {"per_second": per_second, "wanted": goal, "reached": None if not goal else per_second >= goal}
            else:
                line |= {"per_second": per_second, "wanted_p99": GOAL_HANGING, "reached": slowest < GOAL_HANGING}
            line |= {"p50_ms": measured.median("p50"), "p99_ms": slowest}
            each = [one["per_second"] for one in measured.rounds]
            line |= {"span": [min(each), max(each)]}
            line |= {"server_cpu_ms": round(statistics.median(measured.cpu), 2)}
            line |= {"client_cpu_s": measured.median("client_cpu"), "bytes": measured.median("bytes")}
            line |= {"rounds": len(measured.rounds), "seconds": self.options.seconds}
            line |= {"connections": self.options.connections, "workers": self.house.plan["workers"]}
            line |= {"load": [round(load, 2) for load in os.getloadavg()], "python": platform.python_version()}
            if kind == "desk":
                line |= {"rows_written_per_page": self.wrote}
            if kind == "submit":
                line |= {"stored_and_compared": stored}
            yield line | {"sentence": SENTENCES[kind]}

    @property
    def database(self) -> str:
        """Which engine is behind the server."""
        return "postgresql" if self.house.database else "sqlite"


def run(options: argparse.Namespace, database: str) -> Iterator[dict[str, Any]]:
    """Everything on one database engine."""
    with shipped.house(database, sources=options.sources) as house, shipped.server(house) as server:
        bench = Bench.of(options, house, server)
        bench.pages()
        bench.hung()
        stored = bench.compare()["stored"]
        yield from bench.lines(stored)


def main() -> None:
    """Read the command line and print the lines."""
    parser = argparse.ArgumentParser(prog="dienests bench serve", description="The shipped server under load.")
    parser.add_argument("--postgresql", action="store_true", help="on a throw-away PostgreSQL as well")
    parser.add_argument("--seconds", type=float, default=3.0, help="of each measurement")
    parser.add_argument("--warm", type=float, default=1.0, help="seconds before it that do not count")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--most", type=int, default=20_000, help="answers in one measurement")
    parser.add_argument("--sources", default="", metavar="DIR", help="official texts to import, as for `up`")
    parser.add_argument("--only", nargs="+", default=list(SENTENCES), choices=list(SENTENCES), metavar="WORK")
    options = parser.parse_args()
    print_each("serve", lambda url: run(options, url), postgresql=options.postgresql)


if __name__ == "__main__":
    main()
