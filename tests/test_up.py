"""`./dienests up`: it serves, it stops, and whatever stands in its way is one sentence and exit status 1."""

import glob
import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.architecture.house import ROOT
from tests.databases import fresh, of_tests
from tests.schema import differences

UP = [sys.executable, "-m", "dienests", "up"]
PATIENCE = 60


def _surroundings(place: Path, **more: str) -> dict[str, str]:
    own = {
        "PYTHONPATH": str(ROOT / "src"),
        "DATA_DIR": str(place / "data"),
        "KEY_URL": f"file://{place / 'keys'}",
        "DATABASE_URL": f"sqlite:///{place / 'data' / 'dienests.sqlite3'}",
    }
    return os.environ | own | more


def _up(place: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*UP, *words],
        env=_surroundings(place, **more),
        capture_output=True,
        text=True,
        timeout=PATIENCE * 2,
        check=False,
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a prepared installation."""
    place = tmp_path_factory.mktemp("installed")
    done = _up(place, "--check")
    assert done.returncode == 0, done.stderr
    return place


def _status(port: int, path: str = "/") -> int | None:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as line:
        try:
            line.request("GET", path)
            return line.getresponse().status
        except OSError:
            return None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _serving(place: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    server = subprocess.Popen(
        [*UP, "--port", str(port)],
        env=_surroundings(place),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        until = time.monotonic() + PATIENCE
        while _status(port) != 200:
            assert server.poll() is None, server.stderr.read() if server.stderr else ""
            assert time.monotonic() < until, "the site did not answer"
            time.sleep(0.05)
        yield server
    finally:
        if server.poll() is None:
            server.kill()
        server.communicate(timeout=PATIENCE)


def _family(pid: int) -> list[int]:
    own = [pid]
    for parent in own:
        for tasks in glob.glob(f"/proc/{parent}/task/*/children"):
            own += [int(child) for child in Path(tasks).read_text().split()]
    return own


def _workers(pid: int) -> list[int]:
    """Return the processes of a server that serve: those that neither started it nor judge files apart."""
    return [each for each in _family(pid)[1:] if b"examination.ward" not in _words(each)]


def _words(pid: int) -> bytes:
    """Return the command line of a process, without words once it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""


def _gone(pids: list[int]) -> bool:
    until = time.monotonic() + 15
    while any(_lives(pid) for pid in pids):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_check_fetches_the_pages_and_stops(installed: Path) -> None:
    done = _up(installed, "--check")
    assert done.returncode == 0, done.stderr
    assert "checked:" in done.stdout
    assert done.stderr == ""


@pytest.mark.each_database
@pytest.mark.django_db
def test_an_empty_database_is_prepared_and_a_prepared_one_is_served(tmp_path: Path) -> None:
    with fresh(tmp_path) as url:
        first = _up(tmp_path, "--check", DATABASE_URL=url)
        assert first.returncode == 0, first.stderr
        assert "loading the demonstration" in first.stdout
        second = _up(tmp_path, "--check", DATABASE_URL=url)
        assert (second.returncode, second.stderr) == (0, "")
        assert "loading the demonstration" not in second.stdout
        assert differences(url, of_tests()) == [], "it is made as Django makes one"


def test_a_second_start_finds_everything_done(installed: Path) -> None:
    stamp = installed / "data" / "prepared.json"
    before = stamp.stat().st_mtime_ns
    done = _up(installed, "--check")
    assert done.returncode == 0, done.stderr
    assert stamp.stat().st_mtime_ns == before
    assert "demonstration" not in done.stdout


@pytest.mark.parametrize(
    ("told", "to_all"),
    [(signal.SIGTERM, False), (signal.SIGINT, False), (signal.SIGINT, True), (signal.SIGKILL, False)],
)
def test_all_processes_stop_when_it_is_told_or_killed(installed: Path, told: signal.Signals, to_all: bool) -> None:
    port = _free_port()
    with _serving(installed, port) as server:
        family = _family(server.pid)
        assert (len(family), len(_workers(server.pid))) == (4, 2), "one prepares, two serve, one judges files"
        os.killpg(server.pid, told) if to_all else server.send_signal(told)
        _, words = server.communicate(timeout=PATIENCE)
        assert _gone(family)
    assert "Traceback" not in words
    if told != signal.SIGKILL:
        assert (server.returncode, words) == (0, "")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells which signals a process handles")
def test_the_process_that_works_stops_when_it_is_told(installed: Path) -> None:
    command = [sys.executable, "-m", "dienests", "work", "--forever"]
    with subprocess.Popen(command, env=_surroundings(installed), stderr=subprocess.PIPE, text=True) as working:
        until = time.monotonic() + PATIENCE
        while not _handles(working.pid, signal.SIGTERM):
            assert time.monotonic() < until
            time.sleep(0.05)
        working.terminate()
        _, words = working.communicate(timeout=PATIENCE)
    assert (working.returncode, words) == (0, "")


def _handles(pid: int, told: signal.Signals) -> bool:
    line = next(each for each in Path(f"/proc/{pid}/status").read_text().splitlines() if each.startswith("SigCgt"))
    return bool(int(line.split()[1], 16) >> (told - 1) & 1)


def test_a_worker_that_dies_is_replaced(installed: Path) -> None:
    port = _free_port()
    with _serving(installed, port) as server:
        first, *_ = workers = _workers(server.pid)
        os.kill(first, signal.SIGKILL)
        until = time.monotonic() + PATIENCE
        while set(_workers(server.pid)) == set(workers) or len(_workers(server.pid)) < 2:
            assert time.monotonic() < until
            time.sleep(0.1)
        assert _status(port) == 200


def test_a_taken_port_is_told_and_nothing_else_happens(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = _up(tmp_path, "--port", str(port))
    assert done.returncode == 1
    assert f"port {port} of 127.0.0.1 is taken" in done.stderr
    assert not (tmp_path / "data").exists()


def _is_one_sentence(words: str) -> bool:
    return words.startswith("dienests: ") and len(words.strip().splitlines()) == 1 and "Traceback" not in words


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://someone@somewhere/base", "DATABASE_URL begins with 'mysql:'"),
        ("sqlite://", "DATABASE_URL names SQLite without a file"),
        ("sqlite:////nowhere/at/all/base.sqlite3", "cannot be opened"),
        ("postgresql://nobody:wrong@127.0.0.1:1/base", "nothing answers"),
    ],
)
def test_a_wrong_database_url_is_one_sentence(tmp_path: Path, url: str, said: str) -> None:
    done = _up(tmp_path, "--check", DATABASE_URL=url)
    assert done.returncode == 1
    assert said in done.stderr
    assert _is_one_sentence(done.stderr), done.stderr


def test_a_data_directory_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("I am a file")
    done = _up(tmp_path, "--check", DATABASE_URL="")
    assert done.returncode == 1
    assert "is a file where a directory is needed" in done.stderr
    assert _is_one_sentence(done.stderr), done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere, so nothing is unwritable")
def test_a_directory_without_the_right_to_write_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o500)
    done = _up(tmp_path, "--check")
    assert done.returncode == 1
    assert "may not be written to" in done.stderr


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "dienests.sqlite3").write_bytes(os.urandom(8192))
    done = _up(tmp_path, "--check")
    assert done.returncode == 1
    assert "no SQLite database" in done.stderr
    assert _is_one_sentence(done.stderr), done.stderr


def test_a_locked_database_is_one_sentence_and_nothing_is_lost(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with closing(sqlite3.connect(tmp_path / "data" / "dienests.sqlite3", isolation_level=None)) as other:
        other.execute("CREATE TABLE theirs (word TEXT)")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("INSERT INTO theirs VALUES ('kept')")
        done = _up(tmp_path, "--check")
        other.execute("COMMIT")
        assert other.execute("SELECT word FROM theirs").fetchall() == [("kept",)]
    assert done.returncode == 1
    assert "the database is locked" in done.stderr
    assert _is_one_sentence(done.stderr), done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full to write to")
def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    """The limit on the size of files is the disk that runs full: a write fails in the same places."""
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536)); {_RUN}"
    done = subprocess.run(
        [sys.executable, "-c", limited], env=_surroundings(tmp_path), capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "full" in done.stderr
    assert "Traceback" not in done.stderr


_RUN = (
    "import signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    "from dienests.cli import main; sys.exit(main(['up', '--check']))"
)


def test_sources_that_are_not_there_are_one_sentence(installed: Path, tmp_path: Path) -> None:
    for folder, said in ((tmp_path / "none", "there is no folder"), (tmp_path, "holds no official text")):
        done = _up(installed, "--check", "--sources", str(folder))
        assert done.returncode == 1
        assert said in done.stderr
        assert _is_one_sentence(done.stderr), done.stderr


def test_an_unknown_command_lists_the_known_ones() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dienests", "fly"],
        env=_surroundings(Path()),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "there is no command 'fly'" in done.stderr
    assert "./dienests up" in done.stderr
