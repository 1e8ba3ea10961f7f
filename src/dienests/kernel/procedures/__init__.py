"""The language in which a procedure is written: it declares, and holds no code that runs on its own."""

from dienests.kernel.norms.basis import rulebook, unspecified
from dienests.kernel.procedures.actions import ANYWHERE, action
from dienests.kernel.procedures.categories import category
from dienests.kernel.procedures.conditions import condition
from dienests.kernel.procedures.contests import contest
from dienests.kernel.procedures.entitlements import ANYONE, SELF, cell, entitlement
from dienests.kernel.procedures.exclusions import excluded
from dienests.kernel.procedures.letters import letter
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.roles import from_outside, group, manager_of, outsider, role, system
from dienests.kernel.procedures.rules import rule
from dienests.kernel.procedures.stages import START, STAYS, end, stage
from dienests.kernel.procedures.terms import BEGINS_ANEW, FROM_DUE, FROM_START, GOES_ON, promised, term
from dienests.kernel.procedures.votes import Majority, Share, Tie
from dienests.kernel.procedures.withdrawals import not_withdrawn, stays_open

__all__ = [
    "ANYONE", "ANYWHERE", "BEGINS_ANEW", "FROM_DUE", "FROM_START", "GOES_ON", "SELF", "START", "STAYS", "Majority",
    "Procedure", "Share", "Tie", "action", "category", "cell", "condition", "contest", "end", "entitlement",
    "excluded", "from_outside", "group", "letter", "manager_of", "not_withdrawn", "outsider", "promised", "role",
    "rule", "rulebook", "stage", "stays_open", "system", "term", "unspecified",
]  # fmt: skip
