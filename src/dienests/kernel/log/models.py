"""The tables of the log, gathered for Django."""

from dienests.kernel.log.events import Event, Head
from dienests.kernel.log.sealed import Sealed, Tree, Unsealed

__all__ = ["Event", "Head", "Sealed", "Tree", "Unsealed"]
