"""What is read of a database as it is being copied: its version, its log, its files; old versions lack some tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dienests.kernel.tree.tiles import FULL, WIDTH, Tiles, made

Ask = Callable[[str], Sequence[Sequence[Any]]]
_SEALED_AT_ONCE = WIDTH * 256


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that the database knows; `kept` says that its content should lie in the vault.

    What a scanner refused does not, nor what was erased, which leaves a row without a name.
    """

    file: UUID
    subject: UUID
    kept: bool


@dataclass(frozen=True, slots=True)
class Read:
    """What a copy of a database holds; root (hex) is that of its sealed entries."""

    migrations: tuple[str, ...]
    institutions: tuple[str, ...]
    roles: tuple[str, ...]
    events: int
    size: int
    root: str
    origin: str
    published: int
    stored: tuple[Stored, ...]


def read(ask: Ask, tables: set[str], roles: Sequence[str] = ()) -> Read:
    """Read a copy, or the snapshot of which one is being made, by plain statements."""
    tree = ask("SELECT origin, published FROM kernel_log_tree") if "kernel_log_tree" in tables else []
    size, root = _sealed(ask) if "kernel_log_sealed" in tables else (0, "")
    return Read(
        migrations=_of(ask, tables, "django_migrations", "app || '.' || name", order="id"),
        institutions=_of(ask, tables, "kernel_parties_institution", "slug", order="slug"), roles=tuple(sorted(roles)),
        events=int(ask("SELECT count(*) FROM kernel_log_event")[0][0]) if "kernel_log_event" in tables else 0,
        size=size, root=root, origin=tree[0][0] if tree else "", published=int(tree[0][1]) if tree else 0,
        stored=_stored(ask) if "kernel_files_storedfile" in tables else (),
    )  # fmt: skip


def _of(ask: Ask, tables: set[str], table: str, what: str, *, order: str) -> tuple[str, ...]:
    return tuple(row[0] for row in ask(f"SELECT {what} FROM {table} ORDER BY {order}")) if table in tables else ()


def _stored(ask: Ask) -> tuple[Stored, ...]:
    rows = ask("SELECT id, subject, state <> 'refused' AND name <> '' FROM kernel_files_storedfile")
    return tuple(Stored(_uuid(file), _uuid(subject), bool(kept)) for file, subject, kept in rows)


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _sealed(ask: Ask) -> tuple[int, str]:
    """Return how many entries are sealed, and the root over them."""
    size, pieces = 0, []
    while True:
        rows = ask(
            f'SELECT leaf FROM kernel_log_sealed WHERE "index" >= {size} AND "index" < {size + _SEALED_AT_ONCE} '
            'ORDER BY "index"'
        )
        leaves = b"".join(bytes(row[0]) for row in rows)
        pieces += [leaves[at : at + FULL] for at in range(0, len(leaves), FULL)]
        size += len(rows)
        if len(rows) < _SEALED_AT_ONCE:
            return size, Tiles(made(pieces), size).root().hex() if size else ""
