"""Operations that act, derived from the declarations: one for each way to open a case and for each act in one."""

from collections.abc import Iterator
from functools import partial
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.sight import visible
from dienests.kernel.cases.verbs import perform, start
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.roles import system
from dienests.site.api import told
from dienests.site.api.cases import CASE
from dienests.site.api.fields import body_schema, example
from dienests.site.api.open_house import SLUG, institution
from dienests.site.api.operation import Call, Done, Operation, Parameter, address
from dienests.site.api.problem import Problem
from dienests.site.api.sound import newest_sound, sound

KEY = Parameter(
    "Idempotency-Key", "header", {"type": "string", "pattern": r'^("[A-Za-z0-9_.:\-]{8,64}"|[A-Za-z0-9_.:\-]{8,64})$'},
    "any fresh text; a request that is sent again under the same key is carried out once, for a day", True,
    "b5c9f8de-6a0e-4d8e-9c1b-6f1f1a6e7c55",
)  # fmt: skip
REVISION = Parameter(
    "If-Match", "header", {"type": "string", "pattern": r'^("[0-9]{1,9}"|[0-9]{1,9}|\*)$'},
    "the revision that was seen; the act is refused when somebody acted since", False, '"1"',
)  # fmt: skip
WHERE = Parameter("institution", "query", SLUG, "slug, where the person has an office in several institutions")
PROBLEMS = (404, 409, 413, 415, 422)


def operations() -> Iterator[Operation]:
    """Yield the operations of every sound procedure; a case of an older version keeps the acts of that version."""
    for procedure in newest_sound().values():
        for action in procedure.actions.values():
            if action.starts_case and action.by is not system:
                yield _starting(procedure, action)
    acts: dict[tuple[str, str], tuple[type[Procedure], Action]] = {}
    for procedure in sorted(sound(), key=lambda each: each.version):
        for action in procedure.actions.values():
            if not action.starts_case and action.by is not system:
                acts[procedure.slug, action.name] = procedure, action
    for procedure, action in acts.values():
        yield _performing(procedure, action)


def _starting(procedure: type[Procedure], action: Action) -> Operation:
    return Operation(
        f"{procedure.slug}.{action.name}", f"/procedures/{procedure.slug}/start/{action.name}",
        capfirst(str(action.label)), partial(_start, procedure, action.name), "CaseHead", procedure.slug, "POST",
        group=f"{procedure.slug}.start", about=_about(action), parameters=(KEY, WHERE),
        body=body_schema(procedure, action), example=example(procedure, action), status=201, problems=PROBLEMS,
    )  # fmt: skip


def _performing(procedure: type[Procedure], action: Action) -> Operation:
    return Operation(
        f"{procedure.slug}.{action.name}", f"/cases/{{case}}/acts/{procedure.slug}/{action.name}",
        capfirst(str(action.label)), partial(_perform, procedure.slug, action.name), "CaseHead", procedure.slug,
        "POST", group=f"{procedure.slug}.act", about=_about(action), parameters=(KEY, CASE, REVISION),
        body=body_schema(procedure, action), example=example(procedure, action), problems=(*PROBLEMS, 412),
    )  # fmt: skip


def _about(action: Action) -> str:
    only = f" Only if the matter {action.when.label}." if action.when else ""
    return f"Done by: {action.by.label}. Basis: {action.basis}.{only}"


def _start(procedure: type[Procedure], action: str, call: Call) -> Done:
    where = institution(call.given["institution"]).pk if "institution" in call.given else None
    opened = start(
        procedure=procedure, action=action, actor=call.actor, at=call.at, fields=call.body, institution=where
    )
    return Done(told.head(opened), 201, {"Location": address("/cases/{case}", case=opened.pk)})


def _perform(slug: str, action: str, call: Call) -> Done:
    case: Case | None = visible(call.actor, among=[UUID(call.given["case"])]).first()
    if case is None or case.procedure != slug:
        raise Problem("absent", _("There is no such case, or the person behind the token does not see it."))
    seen = call.given.get("If-Match", "*").strip('"')
    done = perform(
        case=case, action=action, actor=call.actor, at=call.at, fields=call.body,
        revision=None if seen == "*" else int(seen),
    )  # fmt: skip
    return Done(told.head(done), headers={"ETag": f'"{done.revision}"'})
