"""viewflow: a process row, a task row per act (they are its history), human tasks bound to permissions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection
from viewflow import jsonstore, this
from viewflow.workflow import PROCESS, STATUS, flow, lock
from viewflow.workflow.models import Process, Task

from benchmarks.engine_peers import system, work

NOTE = (
    "viewflow locks the process on PostgreSQL and checks the permission of the task after that; it has no revision "
    "guard, leaves the refusal of unknown fields to forms, rewrites its task rows (no chained and committed events), "
    "has no legal basis, no legal terms, no version of the process"
)


class CaseProcess(Process):
    """One case, as the library's introduction does it: a proxy whose texts lie in the process's JSON."""

    findings = jsonstore.TextField(blank=True, default="")
    decision = jsonstore.TextField(blank=True, default="")

    class Meta:
        """The app has no models module."""

        app_label = system.APP
        proxy = True


def _human(next_node: Any, act: str) -> flow.View:
    return flow.View(None).Permission(f"{system.APP}.{act}").Next(next_node)


class CaseFlow(flow.Flow):
    """The five stages; the names of the nodes are the acts."""

    process_class = CaseProcess
    # SQLite serialises by BEGIN IMMEDIATE, a locking query would only cost time there.
    lock_impl = lock.select_for_update_lock if connection.vendor == "postgresql" else lock.no_lock

    start = flow.Start(None).Permission(f"{system.APP}.start").Next(this.assign)
    assign = _human(this.examine, "assign")
    examine = _human(this.decide, "examine")
    decide = _human(this.close, "decide")
    close = _human(this.end, "close")
    end = flow.End()


class Viewflow:
    """The work done with viewflow through its activations, as its views do after the form is valid."""

    def start(self, actor: Any, at: datetime) -> int:
        """Open a case."""
        node = CaseFlow.instance.node(work.START)
        if not node.can_execute(actor):
            raise PermissionDenied(f"{actor} may not open a case.")
        activation = node.activation_class.create(node, None, None)
        activation.start(SimpleNamespace(user=actor))
        activation.execute()
        return activation.process.pk

    def perform(
        self,
        case: int,
        act: work.Act,
        actor: Any,
        fields: Mapping[str, str],
        at: datetime,
    ) -> None:
        """Take the waiting task and complete it, in one transaction (through pages these are two)."""
        node = CaseFlow.instance.node(act.name)
        with CaseFlow.lock(case):
            task = Task.objects.select_related("process").get(process_id=case, flow_task=node, status=STATUS.NEW)
            activation = node.activation_class(task)
            if not activation.assign.has_perm(actor):
                raise PermissionDenied(f"{actor} may not {act.name} this case.")
            activation.assign(actor)
            activation.start(None)
            if fields:
                for name, value in fields.items():
                    setattr(activation.process, name, value)
                activation.process.save()
            activation.execute()

    def actors(self) -> dict[str, Any]:
        """The people."""
        return system.create_actors()

    def answer(self, case: int) -> dict[str, Any]:
        """The case as stored."""
        process = CaseProcess.objects.get(pk=case)
        tasks = list(Task.objects.filter(process_id=case).select_related("owner").order_by("pk"))
        done = [task for task in tasks if task.status == STATUS.DONE and task.flow_task_type.startswith("HUMAN")]
        waiting = [task for task in tasks if task.status == STATUS.NEW]
        closed = process.status == PROCESS.DONE and not waiting
        return {
            "stage": work.ACTS[-1].target if closed else work.STAGE_AWAITING[waiting[0].flow_task.name],
            "findings": process.findings,
            "decision": process.decision,
            "history": [[task.flow_task.name, task.owner.username] for task in done],
        }


def build() -> Viewflow:
    """Create the tables and return the system."""
    system.create_tables()
    return Viewflow()
