"""Indicators: what a rulebook promises, measured from what happened, kept as it was measured, beside its target."""
