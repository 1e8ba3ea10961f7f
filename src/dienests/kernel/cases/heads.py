"""A case keeps the head of its stream on its own row; the walk over the log asks for it here."""

from collections.abc import Iterator
from uuid import UUID

from dienests.kernel.cases.case import Case
from dienests.kernel.log.rows import as_bytes
from dienests.kernel.log.verify import keeps_heads

STREAM = "case"


def heads() -> Iterator[tuple[str, UUID, int, bytes]]:
    """Yield (stream kind, case, revision, leaf) of every case."""
    for case, revision, leaf in Case.objects.values_list("id", "revision", "leaf").iterator(chunk_size=2000):
        yield STREAM, case, revision, as_bytes(leaf)


def register() -> None:
    """Tell the log where the heads of cases stand."""
    keeps_heads(heads)
