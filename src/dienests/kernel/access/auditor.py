"""The offices that look over who looked: they read who opened what and why, never whose data, nor what stood there."""

AUDITOR = "auditor"
# Whoever people are sent to when a look seems wrong has to be able to follow it up.
AUDITORS = frozenset({AUDITOR, "data-protection-officer"})
