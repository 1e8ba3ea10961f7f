"""One system in one process: reads commands as JSON lines, answers with measurements and with what it stored."""

from __future__ import annotations

import gc
import importlib
import json
import sys
import time
from tempfile import TemporaryDirectory
from typing import Any, TextIO

from benchmarks.engine_peers import database, system, work

MODULES = {
    "ours": ("benchmarks.engine_peers.ours", ()),
    "viewflow": ("benchmarks.engine_peers.viewflow", ("viewflow.apps.ViewflowConfig", "viewflow.workflow")),
    "SpiffWorkflow": ("benchmarks.engine_peers.spiff", ()),
    "django-fsm-2": ("benchmarks.engine_peers.fsm2", ()),
}


class Worker:
    """Runs the work on one system."""

    def __init__(self, name: str, url: str, folder: str) -> None:
        """Bring the system up on an empty database; `folder` is for what it keeps beside the database."""
        module_name, apps = MODULES[name]
        if name == "ours":
            system.configure_ours(url, folder)
        else:
            system.configure(url, *apps)
        self.module = importlib.import_module(module_name)
        self.system = self.module.build()
        self.people = self.system.actors()
        self.server = database.ServerClock()
        self.cases: list[Any] = []

    def hello(self) -> dict[str, Any]:
        """What a reader must know about this system before its times."""
        return {"note": self.module.NOTE, "durability": database.durability()}

    def run(self, *, first: int, cases: int) -> dict[str, Any]:
        """Take `cases` cases, numbered from `first`, act by act to their end; seconds by act."""
        gc.collect()
        cpu: dict[str, float] = {}
        server, wall = self.server.seconds(), time.perf_counter()
        for index, act in enumerate(work.ACTS):
            begun = time.process_time()
            self._act(index, act, first, cases)
            cpu[act.name] = time.process_time() - begun
        wall = time.perf_counter() - wall
        ended = self.server.seconds()
        return {"cpu": cpu, "wall": wall, "server": None if server is None or ended is None else ended - server}

    def _act(self, index: int, act: work.Act, first: int, cases: int) -> None:
        actor = self.people[act.actor]
        numbers = range(first, first + cases)
        if act.name == work.START:
            self.cases = [self.system.start(actor, work.instant(index, number)) for number in numbers]
            return
        for case, number in zip(self.cases, numbers, strict=True):
            self.system.perform(case, act, actor, work.fields(act, number), work.instant(index, number))

    def answers(self) -> list[dict[str, Any]]:
        """What is stored about the cases of the last run."""
        return [self.system.answer(case) for case in self.cases]

    def refusals(self) -> dict[str, Any]:
        """A stranger's act and a repeated act are refused and leave nothing behind."""
        case = self.system.start(self.people["employee"], work.instant(0, 0))
        assign = work.LATER_ACTS[0]
        found: dict[str, Any] = {"stranger": self._refused(case, assign, "clerk")}
        if found["stranger"]:
            self.system.perform(case, assign, self.people["chief"], {}, work.instant(1, 0))
            found["repeated"] = self._refused(case, assign, "chief")
        return found | {"history": self.system.answer(case)["history"]}

    def _refused(self, case: Any, act: work.Act, actor: str) -> bool:
        try:
            self.system.perform(case, act, self.people[actor], {}, work.instant(2, 0))
        except Exception:
            return True
        return False

    def statements(self) -> dict[str, int]:
        """Statements per act, BEGIN and COMMIT included."""
        from django.db import connection  # noqa: PLC0415 - Django is configured by now
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - as above

        counts = {}
        for index, act in enumerate(work.ACTS):
            with CaptureQueriesContext(connection) as captured:
                self._act(index, act, 0, 1)
            counts[act.name] = len(captured)
        return counts


def serve(worker: Worker, replies: TextIO) -> None:
    """Answer commands until the input ends."""
    print(json.dumps(worker.hello()), file=replies, flush=True)
    for line in sys.stdin:
        command = json.loads(line)
        reply = getattr(worker, command.pop("do"))(**command)
        print(json.dumps(reply), file=replies, flush=True)


def main(name: str, url: str) -> None:
    """Bring one system up and serve; what it prints itself goes to the error output."""
    replies, sys.stdout = sys.stdout, sys.stderr
    with TemporaryDirectory(prefix="bench-keys-") as folder:
        try:
            worker = Worker(name, url, folder)
        except ImportError as error:
            print(json.dumps({"missing": f"{name} is not there: {error}"}), file=replies, flush=True)
            return
        serve(worker, replies)


if __name__ == "__main__":
    main(*sys.argv[1:])
