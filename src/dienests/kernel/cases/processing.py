"""What is kept of people in every case, whatever its procedure: who takes part, and the log of acts."""

from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.processing import law
from dienests.kernel.cases.acted_for import ActedFor
from dienests.kernel.cases.ballot import Recusal, Vote
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.effect import Effect
from dienests.kernel.cases.participant import Participant
from dienests.kernel.norms.erasing import CONTENT, PARTICIPANTS, Eraser, erases, stays
from dienests.kernel.norms.processing import Kept, keeps

VOTES = "votes"


def register() -> None:
    """Declare the entries."""
    keeps(
        Kept(PARTICIPANTS, _("who takes part in a case, in which role"), _("private persons in cases"),
             _("to let people see and steer their own cases"), law, _("roles that may read the identity")),
        Kept(CONTENT, _("what else a case says: answers without a category, and what its events hold"),
             _("officials and private persons in cases"), _("to tell what happened in a case"), law,
             _("whoever sees the case")),
        Kept(VOTES, _("how members of a body voted, and why a member withdrew"), _("members of bodies"),
             _("to decide, and to prove how it was decided"), law, _("members of the body")),
        Kept("log", _("which office or participant did what, when; values with a category only as a hash"),
             _("officials and private persons in cases"),
             _("to prove later what happened and that nothing was changed"), law, _("whoever sees the case"),
             until=_("for ever; its content can be erased, its chain stays")),
    )  # fmt: skip
    erases(
        Eraser(PARTICIPANTS, ActedFor, "case"),
        Eraser(PARTICIPANTS, Participant, "case", {"person": None, "organisation": None}, leaves=("role",)),
        Eraser(PARTICIPANTS, Case, "id", {"opener": None, "submission": None},
               leaves=("institution", "unit", "parent", "procedure", "number", "stage", "turn", "due", "leaf")),
        Eraser(CONTENT, Effect, "case", {"failure": ""}, leaves=("kind", "what")),
        Eraser(VOTES, Vote, "ballot__case"),
        Eraser(VOTES, Recusal, "case"),
    )  # fmt: skip
    stays("counts of a vote without names; figures and minutes rest on them", "kernel_cases.Ballot")
    stays("days and lengths of terms, which the account counts", "kernel_cases.TermRun")
    stays("the last number given out, of nobody", "kernel_cases.Series")
