"""SpiffWorkflow: a BPMN process with lanes, its state stored after each act, one history row per act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.config import DEFAULT_CONFIG
from SpiffWorkflow.bpmn.serializer.default.workflow import BpmnWorkflowConverter, WorkflowConverter

from benchmarks.engine_peers import system, work

NOTE = (
    "SpiffWorkflow knows which task waits and names its lane; storage, locking, rights and history are left to its "
    "user (here: a row lock, a permission per act, a history row); it has no revision guard, no refusal of unknown "
    "fields, no chained and committed events, no legal basis, no legal terms; the texts lie in one state per case"
)
PROCESS = "case"


def _bpmn() -> bytes:
    names = [act.name for act in work.LATER_ACTS]
    nodes = ["opened", *names, "ended"]
    lanes = "".join(
        f'<lane id="lane_{actor}" name="{actor}">'
        + "".join(f"<flowNodeRef>{act.name}</flowNodeRef>" for act in work.LATER_ACTS if act.actor == actor)
        + "</lane>"
        for actor in work.ACTORS
    )
    arrows = "".join(
        f'<sequenceFlow id="to_{after}" sourceRef="{before}" targetRef="{after}"/>' for before, after in pairwise(nodes)
    )
    tasks = "".join(f'<userTask id="{name}" name="{name}"/>' for name in names)
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="benchmark" targetNamespace="benchmark">'
        f'<collaboration id="room"><participant id="all" processRef="{PROCESS}"/></collaboration>'
        f'<process id="{PROCESS}" isExecutable="true"><laneSet id="lanes">{lanes}</laneSet>'
        f'<startEvent id="opened"/>{tasks}<endEvent id="ended"/>{arrows}</process></definitions>'
    ).encode()


def _specification() -> Any:
    parser = BpmnParser()
    parser.add_bpmn_str(_bpmn())
    return parser.get_spec(PROCESS)


class SharedSpecification(BpmnWorkflowConverter):
    """Keeps the process definition out of each case's state, as large installations do: it is the same for all."""

    specification = _specification()

    def to_dict(self, workflow: BpmnWorkflow) -> dict[str, Any]:
        """The state without the definition."""
        dct = WorkflowConverter.to_dict(self, workflow)
        dct["subprocesses"] = self.mapping_to_dict(workflow.subprocesses)
        dct["bpmn_events"] = self.registry.convert(workflow.bpmn_events)
        return dct

    def from_dict(self, dct: dict[str, Any]) -> BpmnWorkflow:
        """The state with the shared definition."""
        workflow = self.target_class(self.specification, {}, deserializing=True)
        workflow.tasks = self.mapping_from_dict(dct["tasks"], UUID, workflow=workflow)
        workflow.task_tree = workflow.tasks.get(UUID(dct["root"]))
        self.set_default_attributes(workflow, dct)
        self.subprocesses_from_dict(dct["subprocesses"], workflow)
        workflow.bpmn_events = self.registry.restore(dct.pop("bpmn_events", []))
        return workflow


class Case(models.Model):
    """One case: where it stands, and the engine's state as text."""

    stage = models.CharField(max_length=50, db_index=True)
    state = models.TextField()

    class Meta:
        """The app has no models module."""

        app_label = system.APP


class Entry(models.Model):
    """One row of history."""

    case = models.ForeignKey(Case, models.CASCADE)
    act = models.CharField(max_length=50)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    source = models.CharField(max_length=50)
    target = models.CharField(max_length=50)
    at = models.DateTimeField()

    class Meta:
        """The app has no models module."""

        app_label = system.APP


class Spiff:
    """The work done with SpiffWorkflow."""

    def __init__(self) -> None:
        """Make the serializer once, as it is costly."""
        config = DEFAULT_CONFIG | {BpmnWorkflow: SharedSpecification}
        self.serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(config))

    def start(self, actor: Any, at: datetime) -> int:
        """Open a case and run it to its first human task."""
        if not actor.has_perm(f"{system.APP}.start"):
            raise PermissionDenied(f"{actor} may not open a case.")
        workflow = BpmnWorkflow(SharedSpecification.specification)
        workflow.do_engine_steps()
        with transaction.atomic():
            row = Case(stage="new")
            self._store(row, workflow, work.START, actor, at)
        return row.pk

    def perform(self, case: int, act: work.Act, actor: Any, fields: Mapping[str, str], at: datetime) -> None:
        """Restore the state under a row lock, complete the waiting task, store the state."""
        with transaction.atomic():
            row = Case.objects.select_for_update().get(pk=case)
            workflow = self.serializer.deserialize_json(row.state)
            task = workflow.get_next_task(state=TaskState.READY, manual=True)
            if task is None or task.task_spec.name != act.name:
                raise ValueError(f"This case does not wait for {act.name}.")
            if task.task_spec.lane != actor.username or not actor.has_perm(f"{system.APP}.{act.name}"):
                raise PermissionDenied(f"{actor} may not {act.name} this case.")
            task.set_data(**fields)
            task.run()
            workflow.do_engine_steps()
            self._store(row, workflow, act.name, actor, at)

    def _store(self, row: Case, workflow: BpmnWorkflow, act: str, actor: Any, at: datetime) -> None:
        source = row.stage
        waiting = workflow.get_next_task(state=TaskState.READY, manual=True)
        row.stage = work.STAGE_AWAITING[waiting.task_spec.name] if waiting else work.ACTS[-1].target
        row.state = self.serializer.serialize_json(workflow)
        row.save()
        Entry.objects.create(case=row, act=act, actor=actor, source=source, target=row.stage, at=at)

    def actors(self) -> dict[str, Any]:
        """The people."""
        return system.create_actors()

    def answer(self, case: int) -> dict[str, Any]:
        """The case as stored."""
        row = Case.objects.get(pk=case)
        workflow = self.serializer.deserialize_json(row.state)
        data = workflow.last_task.data
        history = Entry.objects.filter(case=row).order_by("pk").values_list("act", "actor__username")
        return {
            "stage": row.stage if workflow.completed == (row.stage == work.ACTS[-1].target) else "state and row differ",
            "findings": data.get("findings", ""),
            "decision": data.get("decision", ""),
            "history": [list(entry) for entry in history],
        }


def build() -> Spiff:
    """Create the tables and return the system."""
    system.create_tables()
    return Spiff()
