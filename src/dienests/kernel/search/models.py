"""The tables of the index, gathered for Django."""

from dienests.kernel.search.entry import Entry, Reached

__all__ = ["Entry", "Reached"]
