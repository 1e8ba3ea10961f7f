"""Chaining an event to a case beside its procedure: by an official whose office is no role in it, or by the machine."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.heads import STREAM
from dienests.kernel.cases.statements import columns
from dienests.kernel.log.entry import SYSTEM, ActorRef, Entry, Stream
from dienests.kernel.log.events import Event
from dienests.kernel.procedures.digest import digest
from dienests.kernel.procedures.registry import find


def locked(case: UUID) -> Case | None:
    """Return a case, locked until the end of the transaction; None where there is none."""
    return Case.objects.select_for_update().filter(pk=case).first()


def chain(
    case: Case, act: str, *, at: datetime, event: UUID, by: ActorRef = SYSTEM, basis: str = "",
    payload: Mapping[str, Any] | None = None, changes: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Append an event to the stream of a locked case, and change columns of the case along with its head."""
    procedure = find(case.procedure, case.version)
    row = Entry(
        stream=Stream(STREAM, case.pk), act=act, at=at, actor=by, payload=payload or {}, basis=basis,
        from_state=case.stage, to_state=case.stage, version=f"{procedure.slug}:{procedure.version}",
        digest=digest(procedure),
    ).row(position=case.revision + 1, previous=bytes(case.leaf)) | {"id": event}  # fmt: skip
    with connection.cursor() as cursor:
        columns(Event).insert(cursor, row)
    case.revision, case.leaf = row["position"], row["leaf"]
    for name, value in (changes or {}).items():
        setattr(case, name, value)
    case.save(update_fields=["revision", "leaf", *(changes or {})])
