"""The tables of letters and notices, gathered for Django."""

from dienests.kernel.letters.letter import Letter
from dienests.kernel.letters.notice import Notice

__all__ = ["Letter", "Notice"]
