"""Bodies: what the by-laws of a body that votes must say, where the documents say nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dienests.kernel.norms.basis import Unspecified
from dienests.kernel.norms.declared import Declared, Option
from dienests.kernel.procedures.roles import Group
from dienests.kernel.procedures.votes import Majority, Tie, quorums

if TYPE_CHECKING:
    from dienests.kernel.procedures.procedure import Procedure

SEATS, DOCUMENT = "seats", "by-laws"
WORDS = {
    "quorum": gettext_lazy("{body}: quorum"),
    "majority": gettext_lazy("{body}: majority"),
    "tie": gettext_lazy("{body}: when the votes are equally divided"),
    SEATS: gettext_lazy("{body}: number of seats"),
    DOCUMENT: gettext_lazy("{body}: by-laws"),
}
OPTIONS: dict[str, Callable[[], Sequence[Option]]] = {
    "quorum": quorums,
    "majority": lambda: Majority.choices,
    "tie": lambda: Tie.choices,
}
DOCUMENT_ELSEWHERE = gettext_lazy("the document's name, number and day, or its address")
SEATS_ELSEWHERE = gettext_lazy("order on the composition; until then the members in office are counted")


def bodies(procedure: type[Procedure]) -> list[Group]:
    """Return the bodies of a procedure that decide by ballot."""
    return [role for role in procedure.roles.values() if isinstance(role, Group) and role.ballot]


def required(body: Group) -> list[str]:
    """Return what by-laws must say before a body can vote: what its declaration leaves open, save the tie rule."""
    return [what for what in ("quorum", "majority") if isinstance(getattr(body, what), Unspecified)]


def by_laws(procedure: type[Procedure]) -> Iterator[Declared]:
    """Yield the parameters of each body: how it decides, where that is left open, its seats and its by-laws."""
    for body in bodies(procedure):
        for what, options in OPTIONS.items():
            value = getattr(body, what)
            if isinstance(value, Unspecified):
                yield Declared(
                    slug=body.parameter(what), label=format_lazy(WORDS[what], body=body.label), where=value.where,
                    basis=str(body.basis), kind="choice", options=options,
                )  # fmt: skip
        yield Declared(
            slug=body.parameter(SEATS), label=format_lazy(WORDS[SEATS], body=body.label), where=SEATS_ELSEWHERE,
            basis=str(body.basis), kind="number", validate=_seats,
        )  # fmt: skip
        yield Declared(
            slug=body.parameter(DOCUMENT), label=format_lazy(WORDS[DOCUMENT], body=body.label),
            where=DOCUMENT_ELSEWHERE, basis=str(body.basis),
        )  # fmt: skip


def _seats(value: str) -> None:
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 1000):
        raise ValueError(_("A body has a whole number of seats, from 1 to 999: write digits."))
