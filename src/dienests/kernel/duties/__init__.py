"""Duties: what must be done again and again, by when, by which office, and what proves that it was done."""
