"""The words in which a module's `duties.py` is written."""

from dienests.kernel.calendar.terms import months, quarterly, yearly
from dienests.kernel.duties.declaration import Duties, duty
from dienests.kernel.duties.evidence import case_act, reference, statement
from dienests.kernel.norms.basis import rulebook, unspecified

__all__ = [
    "Duties", "case_act", "duty", "months", "quarterly", "reference", "rulebook", "statement", "unspecified", "yearly",
]  # fmt: skip
