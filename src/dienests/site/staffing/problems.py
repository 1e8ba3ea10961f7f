"""What is wrong with a staff list: a file that cannot be read, or rows that cannot be taken in."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


class FileRefused(ValueError):
    """The file as a whole was refused, in one sentence."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One bad cell: the number of the row as a table program shows it, the column, and what is wrong."""

    row: int
    column: str
    what: str

    def __str__(self) -> str:
        return _("Row %(row)s, column “%(column)s”: %(what)s") % {
            "row": self.row, "column": self.column, "what": self.what,
        }  # fmt: skip
