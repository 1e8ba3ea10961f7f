"""The tables of letters, gathered for Django."""

from dienests.kernel.letters.letter import Letter

__all__ = ["Letter"]
