"""The fixed statements of an act: those of every table, by the names that the engine knows them by."""

from dienests.kernel.tables.columns import Columns, Cursor, Statement, columns

__all__ = ["Columns", "Cursor", "Statement", "columns"]
