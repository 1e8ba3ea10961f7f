"""The tables of duties, gathered for Django."""

from dienests.kernel.duties.occurrence import Occurrence

__all__ = ["Occurrence"]
