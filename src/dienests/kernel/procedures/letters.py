"""Letters that a procedure sends; the text lies in `letters/<name>.html` beside the declaration."""

from dienests.kernel.norms.basis import Basis
from dienests.kernel.procedures.contests import Contest
from dienests.kernel.procedures.items import Item, Label, one_each
from dienests.kernel.procedures.roles import Role


class Letter(Item):
    """A letter: who drafts it and whom it is for."""

    def __init__(
        self, label: Label, basis: Basis, *, drafted_by: Role, to: Role, contest: Contest | None = None
    ) -> None:
        self.label, self.basis, self.drafted_by, self.to = label, basis, drafted_by, to
        self.contest = contest
        self.module = ""  # package path of the module, set when the procedure is declared

    @property
    def template(self) -> str:
        """Return the package path of the text."""
        return f"{self.module.removeprefix('dienests.').replace('.', '/')}/letters/{self.name}.html"


def letter(label: Label, basis: Basis, *, drafted_by: Role, to: Role, contest: Contest | None = None) -> Letter:
    """Declare a letter; `contest` says how the decision is contested that it tells of.

    Raises TypeError where several are given for one.
    """
    one_each(label, drafted_by=(drafted_by, Role), to=(to, Role), contest=(contest, Contest))
    return Letter(label, basis, drafted_by=drafted_by, to=to, contest=contest)
