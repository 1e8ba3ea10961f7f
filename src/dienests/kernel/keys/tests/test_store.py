"""The key store; no database."""

import os
import stat
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from dienests.kernel.keys import store as keys
from dienests.kernel.keys.store import KeyStoreError, existing, key


@pytest.fixture
def store(tmp_path: Path) -> str:
    return (tmp_path / "deep" / "keys").as_uri()


def test_a_key_is_made_on_first_need_and_stays(store: str) -> None:
    assert existing("codes-search", url=store) is None
    first = key("codes-search", url=store)
    assert len(first) == 32
    assert existing("codes-search", url=store) == first
    assert key("codes-search", url=store) == first
    assert key("codes-show", url=store) != first


def test_only_the_owner_can_read_a_key_whatever_the_mask_of_the_process(store: str, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        key("log", url=store)
    finally:
        os.umask(before)
    place = tmp_path / "deep" / "keys"
    assert stat.S_IMODE((place / "log.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert [path.name for path in place.iterdir()] == ["log.key"]


def test_many_threads_at_once_get_one_key(store: str) -> None:
    got: list[bytes] = []
    gate = threading.Barrier(8)

    def fetch() -> None:
        gate.wait()
        got.append(key("seal", url=store))

    threads = [threading.Thread(target=fetch) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 8
    assert len(set(got)) == 1


def test_two_processes_at_once_get_one_key(store: str) -> None:
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(key, "seal", url=store) for _ in range(12)]
        assert len({future.result() for future in waiting}) == 1


def _short(path: Path) -> None:
    path.write_bytes(b"short")


def _open_to_all(path: Path) -> None:
    path.chmod(0o644)


@pytest.mark.parametrize(("damage", "sentence"), [(_short, "does not hold 32 bytes"), (_open_to_all, "chmod 600")])
def test_a_damaged_key_is_refused_with_a_sentence(
    store: str, tmp_path: Path, damage: Callable[[Path], None], sentence: str
) -> None:
    key("log", url=store)
    damage(tmp_path / "deep" / "keys" / "log.key")
    keys._read.cache_clear()
    with pytest.raises(KeyStoreError, match=sentence):
        key("log", url=store)


@pytest.mark.parametrize("url", ["", "keys", "https://example.org/keys", "file://host/keys", "file:keys"])
def test_a_wrong_address_of_the_store_is_refused(url: str) -> None:
    with pytest.raises(KeyStoreError, match="file:///directory"):
        key("log", url=url)


def test_a_name_cannot_leave_the_store(store: str) -> None:
    with pytest.raises(KeyStoreError, match="cannot name a key"):
        key("../log", url=store)


def test_a_store_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file where the directory should be")
    with pytest.raises(KeyStoreError, match=r"KEY_URL|cannot be read"):
        key("log", url=(tmp_path / "keys").as_uri())
