"""The tables of the log, gathered for Django."""

from dienests.kernel.log.events import Event, Head

__all__ = ["Event", "Head"]
