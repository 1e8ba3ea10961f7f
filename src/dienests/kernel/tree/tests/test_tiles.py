"""Tiles: paths and sizes as the standard has them, and proofs read from them as from the leaves themselves."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dienests.kernel.tree import folder, merkle
from dienests.kernel.tree.tests import naive
from dienests.kernel.tree.tests.test_merkle import leaves_of
from dienests.kernel.tree.tiles import FULL, HASH, TileBroken, Tiles, grown, lying, made, path, places, read

LEAVES = leaves_of(70_000)


def pieces(old: int, new: int) -> list[bytes]:
    flat = b"".join(LEAVES[old // 256 * 256 : new])
    return [flat[at : at + FULL] for at in range(0, len(flat), FULL)]


def grow(place: Path, old: int, new: int) -> Tiles:
    folder.write(place, list(grown(place, old, pieces(old, new))))
    return Tiles(lying(place), new)


@pytest.mark.parametrize(
    ("tile", "expected"),
    [
        ((0, 0), "tile/0/000"), ((0, 67, 12), "tile/0/067.p/12"), ((1, 999), "tile/1/999"),
        ((0, 1000), "tile/0/x001/000"), ((0, 1234067), "tile/0/x001/x234/067"),
        ((2, 1234067, 255), "tile/2/x001/x234/067.p/255"),
    ],
)  # fmt: skip
def test_paths_of_the_standard(tile: tuple[int, ...], expected: str) -> None:
    assert path(*tile) == expected


def test_the_example_of_the_standard(tmp_path: Path) -> None:
    """70,000 leaves: 273 full tiles and one of 112; one full tile and one of 17; one of 1."""
    tiles = grow(tmp_path, 0, 70_000)
    found = sorted(str(each.relative_to(tmp_path)) for each in tmp_path.rglob("*") if each.is_file())
    assert found == sorted(path(*place) for place in places(70_000))
    assert [place for place in places(70_000) if place[2] < 256 or place[0] == 1] == [
        (0, 273, 112), (1, 0, 256), (1, 1, 17), (2, 0, 1),
    ]  # fmt: skip
    assert tiles.root() == naive.mth(LEAVES)


@given(st.lists(st.integers(0, 1500), min_size=1, max_size=5))
def test_however_a_tree_grew_its_tiles_are_the_same(tmp_path_factory: pytest.TempPathFactory, sizes: list[int]) -> None:
    place, old = tmp_path_factory.mktemp("log"), 0
    for size in sorted(sizes):
        tiles = grow(place, old, size)
        assert tiles.root() == naive.mth(LEAVES[:size])
        assert tiles.root(old) == naive.mth(LEAVES[:old])
        folder.thin_out(place, old, size)
        old = size
    at_once = made(pieces(0, old))
    for level, number, width in places(old):
        assert read(place, level, number, width) == at_once(level, number, width)


@given(st.integers(1, 70_000), st.data())
def test_proofs_from_tiles_hold(size: int, data: st.DataObject) -> None:
    tiles = Tiles(made(pieces(0, size)), size)
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size))
    root = tiles.root()
    assert merkle.included(LEAVES[index], index, size, merkle.inclusion(index, size, tiles.node), root)
    assert merkle.consistent(old, size, tiles.root(old), root, merkle.consistency(old, size, tiles.node))


def test_partial_tiles_go_once_their_full_tile_is_there(tmp_path: Path) -> None:
    grow(tmp_path, 0, 100)
    grow(tmp_path, 100, 200)
    assert (tmp_path / "tile/0/000.p/100").exists()  # a reader of the earlier checkpoint may still ask for it
    tiles = grow(tmp_path, 200, 300)
    folder.thin_out(tmp_path, 200, 300)
    assert not (tmp_path / "tile/0/000.p").exists()
    assert (tmp_path / "tile/0/001.p/44").exists()
    assert Tiles(lying(tmp_path), 100).root() == naive.mth(LEAVES[:100])
    assert tiles.root() == naive.mth(LEAVES[:300])


def test_a_missing_or_cut_tile_is_named(tmp_path: Path) -> None:
    grow(tmp_path, 0, 600)
    (tmp_path / "tile/0/001").unlink()
    with pytest.raises(TileBroken, match="tile/0/001"):
        Tiles(lying(tmp_path), 600).node(0, 300)
    (tmp_path / "tile/0/001").write_bytes(b"x" * HASH)
    with pytest.raises(TileBroken, match="tile/0/001"):
        Tiles(lying(tmp_path), 600).node(0, 300)
    (tmp_path / "tile/1/000.p/2").unlink()
    with pytest.raises(TileBroken, match="tile/1/000"):
        grow(tmp_path, 600, 700)


def test_a_file_that_lies_there_is_not_written_again(tmp_path: Path) -> None:
    grow(tmp_path, 0, 256)
    before = (tmp_path / "tile/0/000").stat().st_mtime_ns
    grow(tmp_path, 0, 256)
    assert (tmp_path / "tile/0/000").stat().st_mtime_ns == before
    assert not list(tmp_path.rglob(".*"))
