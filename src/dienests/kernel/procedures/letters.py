"""Letters that a procedure sends; the text lies in `letters/<name>.html` beside the declaration."""

import re
from functools import cache

from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from dienests.kernel.norms.basis import Basis
from dienests.kernel.procedures.contests import Contest
from dienests.kernel.procedures.items import Item, Label, as_tuple, one_each
from dienests.kernel.procedures.roles import Role

_FIELD = re.compile(r"\brecord\.(\w+)")


class Letter(Item):
    """A letter: who drafts it, whom it is for, who agrees to it, and who approves it.

    Without `approved_by` the sources leave that open: whoever does the act that sends the letter approves it by that,
    unless the institution sets an office (`letters.approval`).
    """

    def __init__(
        self, label: Label, basis: Basis, *, drafted_by: Role, to: Role, contest: Contest | None = None,
        approved_by: Role | None = None, agreed_by: tuple[Role, ...] = (),
    ) -> None:  # fmt: skip
        self.label, self.basis, self.drafted_by, self.to = label, basis, drafted_by, to
        self.contest, self.approved_by, self.agreed_by = contest, approved_by, agreed_by
        self.module = ""  # package path of the module, set when the procedure is declared

    @property
    def template(self) -> str:
        """Return the package path of the text."""
        return f"{self.module.removeprefix('dienests.').replace('.', '/')}/letters/{self.name}.html"

    @property
    def prints(self) -> frozenset[str]:
        """Return the fields of the record that the text asks for, and the one that names the addressee."""
        return _asked(self.template) | ({self.to.named} if self.to.named else frozenset())


@cache
def _asked(template: str) -> frozenset[str]:
    try:
        text = get_template(template)
    except TemplateDoesNotExist:
        return frozenset()  # `references` tells of that
    return frozenset(_FIELD.findall(text.template.source))  # type: ignore[attr-defined]


def letter(
    label: Label, basis: Basis, *, drafted_by: Role, to: Role, contest: Contest | None = None,
    approved_by: Role | None = None, agreed_by: Role | tuple[Role, ...] = (),
) -> Letter:  # fmt: skip
    """Declare a letter; `contest` says how the decision is contested that it tells of.

    With `approved_by` it is drafted first, those in `agreed_by` agree to it, and approval does the act that sends it.
    Raises TypeError where several are given for one, or where somebody agrees to what nobody approves.
    """
    one_each(
        label, drafted_by=(drafted_by, Role), to=(to, Role), contest=(contest, Contest), approved_by=(approved_by, Role)
    )
    agreed = as_tuple(agreed_by)
    if agreed and approved_by is None:
        raise TypeError(f"'{label}' is agreed to and approved by nobody; say approved_by=.")
    return Letter(
        label, basis, drafted_by=drafted_by, to=to, contest=contest, approved_by=approved_by, agreed_by=agreed
    )
