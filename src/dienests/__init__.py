"""Dienests runs a public institution by its rulebook."""
