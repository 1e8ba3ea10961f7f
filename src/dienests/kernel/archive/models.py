"""The tables of archives, gathered for Django."""

from dienests.kernel.archive.imported_case import ImportedCase

__all__ = ["ImportedCase"]
