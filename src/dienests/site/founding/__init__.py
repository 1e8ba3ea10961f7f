"""Founding a real institution: its offices, its first person, and what is still missing before cases may run."""
