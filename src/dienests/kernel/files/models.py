"""The tables of files."""

from dienests.kernel.files.stored_file import StoredFile

__all__ = ["StoredFile"]
