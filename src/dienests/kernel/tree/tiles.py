"""Tiles: the hashes of the tree as files that never change, 256 to a file (C2SP tlog-tiles).

A tile of level 0 holds leaves; one of level L holds the roots of full tiles of level L-1. The last tile of a level is
partial until it is full: `tile/0/x001/067` is full, `tile/0/x001/067.p/12` holds its first twelve hashes.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from dienests.kernel.tree.merkle import fold, root

WIDTH, HASH = 256, 32
FULL = WIDTH * HASH


class TileBroken(Exception):
    """A tile that is missing or has a wrong length; its path is the text."""


def path(level: int, number: int, width: int = WIDTH) -> str:
    """Return the path of a tile below the folder of the log."""
    digits = f"{number:0{(len(str(number)) + 2) // 3 * 3}d}"
    parts = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    named = "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
    return f"tile/{level}/{named}" + (f".p/{width}" if width < WIDTH else "")


def places(size: int) -> Iterator[tuple[int, int, int]]:
    """Yield (level, number, width) of every tile of a tree, level by level from the left."""
    level, hashes = 0, size
    while hashes:
        for number in range(-(-hashes // WIDTH)):
            yield level, number, min(WIDTH, hashes - number * WIDTH)
        level, hashes = level + 1, hashes // WIDTH


Source = Callable[[int, int, int], bytes]


class Tiles:
    """The tree of `size` leaves over a source of tiles, asked by (level, number, width)."""

    def __init__(self, source: Source, size: int) -> None:
        self.source, self.size = source, size
        self._read: dict[tuple[int, int], bytes] = {}

    def node(self, height: int, index: int) -> bytes:
        """Return the hash of a complete subtree, for `merkle`; raises what the source raises."""
        level, within = divmod(height, 8)
        number, place = divmod(index << within, WIDTH)
        at = place * HASH
        return fold(self.tile(level, number)[at : at + (HASH << within)])

    def root(self, size: int | None = None) -> bytes:
        """Return the root of this tree, or of an earlier one."""
        return root(self.size if size is None else size, self.node)

    def tile(self, level: int, number: int) -> bytes:
        """Return the hashes of one tile, as wide as this tree has it."""
        if (level, number) not in self._read:
            width = min(WIDTH, (self.size >> 8 * level) - number * WIDTH)
            self._read[level, number] = self.source(level, number, width)
        return self._read[level, number]


def lying(folder: Path) -> Source:
    """Return the tiles of a folder as a source that raises TileBroken."""
    return partial(read, folder)


def made(leaves: Iterable[bytes]) -> Source:
    """Return the tiles over all leaves of a tree, made in memory; 33 bytes a leaf."""
    kept = {name.partition(".p/")[0]: content for name, content in grown(Path(), 0, leaves)}
    return lambda level, number, width: kept[path(level, number)][: width * HASH]


def read(folder: Path, level: int, number: int, width: int) -> bytes:
    """Return a tile; a partial one is also found in the full one that came after it. Raises TileBroken."""
    for wide in dict.fromkeys((width, WIDTH)):
        try:
            found = (folder / path(level, number, wide)).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            continue
        if len(found) != wide * HASH:
            raise TileBroken(path(level, number, wide))
        return found[: width * HASH]
    raise TileBroken(path(level, number, width))


def grown(folder: Path, old: int, leaves: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield (path, content) of every tile that a tree of `old` leaves lacks, lower levels first within each stretch.

    `leaves` are the leaves from `old // 256 * 256` on, as pieces of 256 hashes, the last one perhaps shorter. What
    stands to their left is read from the tiles of the old tree. Raises TileBroken.
    """
    number, open_tiles = old // WIDTH, _right_edge(folder, old)
    for piece in leaves:
        yield path(0, number, len(piece) // HASH), piece
        if len(piece) == FULL:
            yield from _carried(open_tiles, number, fold(piece))
        number += 1
    for level, (place, hashes) in open_tiles.items():
        if hashes:
            yield path(level, place, len(hashes) // HASH), hashes


def _carried(open_tiles: dict[int, tuple[int, bytes]], number: int, hashed: bytes) -> Iterator[tuple[str, bytes]]:
    """Write the root of a full tile into the level above, and so on upwards."""
    level = 1
    while True:
        number //= WIDTH
        hashes = open_tiles.get(level, (number, b""))[1] + hashed
        if len(hashes) < FULL:
            open_tiles[level] = number, hashes
            return
        yield path(level, number), hashes
        open_tiles[level] = number + 1, b""
        level, hashed = level + 1, fold(hashes)


def _right_edge(folder: Path, size: int) -> dict[int, tuple[int, bytes]]:
    """Return the partial tile of each level above the leaves."""
    edge, level, hashes = {}, 1, size // WIDTH
    while hashes:
        number, width = divmod(hashes, WIDTH)
        edge[level] = number, read(folder, level, number, width) if width else b""
        level, hashes = level + 1, hashes // WIDTH
    return edge
