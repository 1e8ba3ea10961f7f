"""django-fsm-2: guarded transitions on a model, optimistic lock on the state, one log row per transition."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django_fsm import ConcurrentTransitionMixin, FSMField, has_transition_perm
from django_fsm import transition as moves

from benchmarks.engine_peers import system, work

NOTE = (
    "django-fsm-2 checks the state and the permission and guards the state column; it has no lock after which rights "
    "are checked again, no revision guard for texts, no refusal of unknown fields, no chained and committed events, "
    "no legal basis, no terms, no inbox, no version of the process"
)


class Case(ConcurrentTransitionMixin, models.Model):
    """One case; its stage changes by transitions only."""

    stage = FSMField(default="new", protected=True, db_index=True)
    findings = models.TextField(blank=True, default="")
    decision = models.TextField(blank=True, default="")

    class Meta:
        """The app has no models module."""

        app_label = system.APP

    @moves(field=stage, source="new", target="received", permission=f"{system.APP}.start")
    def start(self) -> None:
        """Open the case."""

    @moves(field=stage, source="received", target="assigned", permission=f"{system.APP}.assign")
    def assign(self) -> None:
        """Hand the case to a clerk."""

    @moves(field=stage, source="assigned", target="examined", permission=f"{system.APP}.examine")
    def examine(self, *, findings: str) -> None:
        """Write the findings."""
        self.findings = findings

    @moves(field=stage, source="examined", target="decided", permission=f"{system.APP}.decide")
    def decide(self, *, decision: str) -> None:
        """Write the decision."""
        self.decision = decision

    @moves(field=stage, source="decided", target="closed", permission=f"{system.APP}.close")
    def close(self) -> None:
        """End the case."""


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


class Fsm2:
    """The work done with django-fsm-2."""

    def start(self, actor: Any, at: datetime) -> int:
        """Open a case."""
        case = Case()
        with transaction.atomic():
            self._move(case, work.START, actor, {}, at)
        return case.pk

    def perform(self, case: int, act: work.Act, actor: Any, fields: Mapping[str, str], at: datetime) -> None:
        """Perform one act; the mixin's guard on the state column is the library's way instead of a lock."""
        with transaction.atomic():
            self._move(Case.objects.get(pk=case), act.name, actor, fields, at)

    def _move(self, case: Case, act: str, actor: Any, fields: Mapping[str, str], at: datetime) -> None:
        method = getattr(case, act)
        if not has_transition_perm(method, actor):
            raise PermissionDenied(f"{actor} may not {act} this case.")
        source = case.stage
        method(**fields)
        case.save()
        Entry.objects.create(case=case, act=act, actor=actor, source=source, target=case.stage, at=at)

    def actors(self) -> dict[str, Any]:
        """The people."""
        return system.create_actors()

    def answer(self, case: int) -> dict[str, Any]:
        """The case as stored."""
        row = Case.objects.get(pk=case)
        history = Entry.objects.filter(case=row).order_by("pk").values_list("act", "actor__username")
        return {
            "stage": row.stage,
            "findings": row.findings,
            "decision": row.decision,
            "history": [list(entry) for entry in history],
        }


def build() -> Fsm2:
    """Create the tables and return the system."""
    system.create_tables()
    return Fsm2()
