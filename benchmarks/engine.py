"""The engine against viewflow, SpiffWorkflow and django-fsm-2 on the same five-stage process.

Run by `./dienests bench engine [--database URL] [--postgresql] [--rounds N] [--cases N]`. Every system runs in a
process of its own, on an empty database of its own on the same disk or server; the rounds alternate their order.
What they stored is compared before any time is printed. The output is JSON lines; a ratio above 1 means that ours
spends less CPU time in the application than the peer.
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
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.engine_peers import server, work

ROOT = Path(__file__).resolve().parent.parent
OURS = "ours"
WANTED = {"viewflow": 3.0, "SpiffWorkflow": 1.3, "django-fsm-2": 0.75}


@dataclass
class Running:
    """A worker and what it measured; `missing` says why there is none."""

    name: str
    process: subprocess.Popen[str]
    hello: dict[str, Any] = field(default_factory=dict)
    rounds: list[dict[str, Any]] = field(default_factory=list)
    statements: dict[str, int] = field(default_factory=dict)
    missing: str = ""

    def receive(self) -> Any:
        """The worker's next answer."""
        line = self.process.stdout.readline() if self.process.stdout else ""
        if not line:
            sys.exit(f"The worker of {self.name} ended with status {self.process.wait()}; its error stands above.")
        return json.loads(line)

    def ask(self, do: str, **arguments: Any) -> Any:
        """Send one command and wait for its answer."""
        if self.process.stdin:
            self.process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
            self.process.stdin.flush()
        return self.receive()

    def cpu_per_act(self, act: str = "") -> float:
        """Median over the rounds, microseconds of CPU per act (of one kind, or of all)."""
        return statistics.median(_cpu(one, act) for one in self.rounds) * 1e6

    def wall_per_act(self) -> float:
        """Median over the rounds, microseconds on the clock per act."""
        return statistics.median(one["wall"] / one["acts"] for one in self.rounds) * 1e6

    def server_per_act(self) -> float | None:
        """Mean over the rounds (its clock ticks coarsely), microseconds of the database server's CPU per act."""
        spent = [one["server"] for one in self.rounds]
        return None if None in spent else round(sum(spent) / sum(one["acts"] for one in self.rounds) * 1e6)


def _cpu(one: dict[str, Any], act: str = "") -> float:
    if act:
        return float(one["cpu"][act] / (one["acts"] / len(work.ACTS)))
    return float(sum(one["cpu"].values()) / one["acts"])


@contextmanager
def worker(name: str, url: str) -> Iterator[Running]:
    """Start the process of one system; it ends with its input."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    command = [sys.executable, "-m", "benchmarks.engine_peers.worker", name, url]
    pipe = subprocess.PIPE
    environment = os.environ | {"PYTHONPATH": path, "PYTHONHASHSEED": "0"}
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT, env=environment) as process:
        running = Running(name, process)
        running.hello = running.receive()
        running.missing = running.hello.get("missing", "")
        yield running
        if process.stdin:
            process.stdin.close()


def check(systems: list[Running], first: int, cases: int) -> None:
    """Stop unless every system stored exactly what the work asks for."""
    for running in systems:
        for number, answer in zip(range(first, first + cases), running.ask("answers"), strict=True):
            if answer != work.expected(number):
                sys.exit(f"{running.name} stored another answer for case {number}: {answer}; no times are printed.")


def check_conditions(systems: list[Running]) -> None:
    """Stop unless all systems store equally safely and refuse a stranger's and a repeated act."""
    if len({json.dumps(running.hello["durability"], sort_keys=True) for running in systems}) > 1:
        found = {running.name: running.hello["durability"] for running in systems}
        sys.exit(f"The systems do not store equally safely, so their times cannot be compared: {found}")
    history = [[act.name, act.actor] for act in work.ACTS[:2]]
    for running in systems:
        found = running.ask("refusals")
        if found != {"stranger": True, "repeated": True, "history": history}:
            sys.exit(f"{running.name} does not refuse what it must refuse: {found}")


def measure(systems: list[Running], rounds: int, cases: int) -> None:
    """One round to warm up, then `rounds` rounds; the order turns and is reversed from round to round."""
    for turn in range(rounds + 1):
        shift = turn % len(systems)
        order = systems[shift:] + systems[:shift]
        for running in order if turn % 2 else reversed(order):
            one = running.ask("run", first=turn * cases, cases=cases)
            if turn:
                running.rounds.append(one | {"acts": cases * len(work.ACTS)})
        check(systems, turn * cases, cases)
    for running in systems:
        running.statements = running.ask("statements")


def figures(running: Running) -> dict[str, Any]:
    """The times of one system, in microseconds per act."""
    return {
        "cpu": round(running.cpu_per_act()),
        "cpu_of": {act.name: round(running.cpu_per_act(act.name)) for act in work.ACTS},
        "wall": round(running.wall_per_act()),
        "server_cpu": running.server_per_act(),
        "statements": running.statements,
    }


def ratios(ours: Running, peer: Running) -> dict[str, Any]:
    """How often ours fits into the peer's CPU time: median of the rounds, the span, and with the server's time."""
    each = [_cpu(theirs) / _cpu(own) for own, theirs in zip(ours.rounds, peer.rounds, strict=True)]
    found: dict[str, Any] = {"ratio": round(statistics.median(each), 2)}
    found["span"] = [round(min(each), 2), round(max(each), 2)]
    own, theirs = ours.server_per_act(), peer.server_per_act()
    if own is not None and theirs is not None:
        found["ratio_with_server"] = round((peer.cpu_per_act() + theirs) / (ours.cpu_per_act() + own), 2)
    return found


def report(database: str, everyone: list[Running], cases: int) -> Iterator[dict[str, Any]]:
    """One line for each peer."""
    ours = next(running for running in everyone if running.name == OURS)
    for peer in everyone:
        if peer.name == OURS:
            continue
        line: dict[str, Any] = {"name": "engine", "database": database, "peer_name": peer.name, "work": work.WORK}
        line |= {"wanted": WANTED[peer.name], "ratio": None}
        if not (ours.missing or peer.missing):
            line |= ratios(ours, peer)
            line["reached"] = line["ratio"] >= line["wanted"]
        line["ours"] = {"missing": ours.missing} if ours.missing else figures(ours)
        line["peer"] = {"missing": peer.missing} if peer.missing else figures(peer)
        line |= {"unit": "microseconds per act", "rounds": len(peer.rounds or ours.rounds), "cases": cases}
        line |= {"load": [round(load, 2) for load in os.getloadavg()], "python": platform.python_version()}
        line |= {"durability": peer.hello.get("durability"), "sentence": _sentence(ours, peer)}
        yield line


def _sentence(ours: Running, peer: Running) -> str:
    notes = [running.hello.get("note", running.missing) for running in (peer, ours)]
    return "; ".join(notes)


def run(url: str, rounds: int, cases: int) -> Iterator[dict[str, Any]]:
    """All systems on one database engine."""
    names = [OURS, *WANTED]
    with server.databases(url, names) as urls, ExitStack() as stack:
        everyone = [stack.enter_context(worker(name, urls[name])) for name in names]
        present = [running for running in everyone if not running.missing]
        check_conditions(present)
        measure(present, rounds, cases)
        yield from report(url.partition(":")[0], everyone, cases)


def main() -> None:
    """Read the command line and print the lines."""
    parser = argparse.ArgumentParser(prog="dienests bench engine", description="The engine against its peers.")
    parser.add_argument(
        "--database", action="append", metavar="URL", help="sqlite: or postgresql://...; may be repeated"
    )
    parser.add_argument("--postgresql", action="store_true", help="start a throw-away PostgreSQL as well")
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--cases", type=int, default=60)
    asked = parser.parse_args()
    urls = asked.database or ["sqlite:"]
    with ExitStack() as stack:
        if asked.postgresql:
            url = stack.enter_context(server.throwaway_postgresql())
            if url is None:
                print(
                    json.dumps({"name": "engine", "database": "postgresql", "missing": "PostgreSQL is not installed"})
                )
            urls = [*urls, *([url] if url else [])]
        for url in urls:
            for line in run(url, asked.rounds, asked.cases):
                print(json.dumps(line, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
