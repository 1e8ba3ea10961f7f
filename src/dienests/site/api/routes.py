"""Routes: which operations there are, derived when they are first asked for, and which one an address names."""

from functools import lru_cache
from itertools import chain
from typing import Any

from django.urls import reverse
from django.utils import translation

from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import declared
from dienests.site.api import acting, cases, figures, letters, open_house, open_rules
from dienests.site.api.description import describe
from dienests.site.api.operation import Call, Done, Operation, address

Tree = dict[str, Any]  # parts of paths; "" holds the operations by method


def described(call: Call) -> Done:
    """Return the description of this installation."""
    return Done(document(), headers={"Cache-Control": "max-age=300"})


DESCRIPTION = Operation(
    "get-description", "/openapi.json", "This description", described, "Description", "description"
)  # fmt: skip


def begin(call: Call) -> Done:
    """Return where to begin."""
    told = {"description": address("/openapi.json"), "guide": reverse("api-page"), "acts": address("/acts")}
    return Done(told | {"procedures": address("/procedures"), "cases": address("/cases")})


BEGIN = Operation("begin", "/", "Where to begin", begin, "Begin", "description")


@lru_cache(maxsize=1)
def _document(procedures: tuple[type[Procedure], ...]) -> dict[str, Any]:
    with translation.override("en"):
        return describe(operations())


def document() -> dict[str, Any]:
    """Return the OpenAPI document as plain values, pinned to English."""
    return _document(declared())


def operations() -> tuple[Operation, ...]:
    """Return every operation of this installation; the labels of declarations follow the language of the moment."""
    derived = acting.operations()
    return tuple(
        chain(
            open_rules.OPERATIONS,
            open_house.OPERATIONS,
            figures.OPERATIONS,
            cases.OPERATIONS,
            letters.OPERATIONS,
            (BEGIN, DESCRIPTION),
            derived,
        )
    )


def route(path: str) -> tuple[dict[str, Operation], dict[str, str]]:
    """Return the operations under an address by method, and what stands in the path; none where there is nothing."""
    return _walk(_tree(declared()), path.split("/"), {})


def _walk(
    branch: Tree,
    parts: list[str],
    given: dict[str, str],
) -> tuple[dict[str, Operation], dict[str, str]]:
    if not parts:
        return branch.get("", {}), given
    if parts[0] in branch:
        known, found = _walk(branch[parts[0]], parts[1:], given)
        if known:
            return known, found
    open_end = next((name for name in branch if name.startswith("{")), None)
    if open_end is None or not parts[0]:
        return {}, given
    return _walk(branch[open_end], parts[1:], given | {open_end[1:-1]: parts[0]})


@lru_cache(maxsize=4)
def _tree(procedures: tuple[type[Procedure], ...]) -> Tree:
    """Return the operations by the parts of their paths; remembered for a set of declarations."""
    tree: Tree = {}
    for operation in operations():
        branch = tree
        for part in operation.path.strip("/").split("/"):
            branch = branch.setdefault(part, {})
        branch.setdefault("", {})[operation.method] = operation
    return tree
