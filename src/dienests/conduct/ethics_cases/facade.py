"""What other modules may know of breach cases."""

from dienests.conduct.ethics_cases.models import POSSIBLE_BREACH

ETHICS_CASE = "ethics-case"

__all__ = ["ETHICS_CASE", "POSSIBLE_BREACH"]
