"""What proves that a duty was done: an act of a case, a link to a document, or a statement with a document number."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.procedure import Procedure

__all__ = ["CaseAct", "Kind", "Proof", "Written", "case_act", "reference", "statement"]


class Kind(models.TextChoices):
    """The kinds of evidence."""

    ACT = "act", _("an act of a case")
    REFERENCE = "reference", _("a link to the document")
    STATEMENT = "statement", _("a statement with the number of the document")


@dataclass(frozen=True, slots=True)
class CaseAct:
    """Proof by an act of a procedure that was done within the period; the machine finds it by itself."""

    procedure: type[Procedure]
    action: Action

    kind = Kind.ACT

    @property
    def version(self) -> str:
        """The version of the procedure as the log names it."""
        return f"{self.procedure.slug}:{self.procedure.version}"


@dataclass(frozen=True, slots=True)
class Written:
    """Proof by what the official names: a link, or the number of a document with a statement."""

    kind: Kind


Proof = CaseAct | Written


def case_act(procedure: type[Procedure], action: Action) -> CaseAct:
    """Return the proof by an act, such as case_act(EthicsReports, EthicsReports.weigh)."""
    return CaseAct(procedure, action)


def reference() -> Written:
    """Return the proof by a link to the document (https://...)."""
    return Written(Kind.REFERENCE)


def statement() -> Written:
    """Return the proof by a statement that names the number of a document."""
    return Written(Kind.STATEMENT)
