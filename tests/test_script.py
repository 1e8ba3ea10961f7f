"""The script `dienests`: any folder, any working directory, cut-off installations, second starts that do nothing."""

import hashlib
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.architecture.house import ROOT

ECHO = "import os, sys\nprint(os.getcwd(), *sys.argv[1:], sep='|')\n"
# No registry may be asked: what these tests install is nothing, or not to be had.
OFFLINE = {"PIP_NO_INDEX": "1", "UV_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small checkout in a folder with a space, started once; its package repeats its arguments."""
    place = tmp_path_factory.mktemp("script") / "a folder"
    (place / "src" / "dienests").mkdir(parents=True)
    shutil.copy(ROOT / "dienests", place)
    (place / "src" / "dienests" / "__main__.py").write_text(ECHO)
    for name in ("requirements.txt", "requirements-test.txt", "requirements-bench.txt"):
        (place / name).write_text("")
    first = _run(place / "dienests", "up", "--port", "1 2", cwd=place.parent)
    assert (first.returncode, first.stdout) == (0, f"{place.parent}|up|--port|1 2\n"), first.stderr
    assert "making .venv" in first.stderr
    return place


@pytest.fixture
def checkout(started: Path, tmp_path: Path) -> Path:
    """A copy of the started checkout, for a test to spoil."""
    return shutil.copytree(started, tmp_path / "another folder", symlinks=True)


def _wheel(place: Path) -> str:
    """Write the smallest package there is and return its SHA-256."""
    place.mkdir()
    path = place / "nothing-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("nothing.py", "")
        wheel.writestr("nothing-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: nothing\nVersion: 1.0\n")
        wheel.writestr("nothing-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("nothing-1.0.dist-info/RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _run(script: Path, *words: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    surroundings = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return subprocess.run(
        [script, *words], cwd=cwd, env=surroundings | OFFLINE | more, capture_output=True, text=True, check=False
    )


def test_a_second_start_does_nothing(started: Path, tmp_path: Path) -> None:
    made = (started / ".venv" / "installed-requirements.txt").stat().st_mtime_ns
    second = _run(started / "dienests", "up", cwd=tmp_path)
    assert (second.returncode, second.stdout, second.stderr) == (0, f"{tmp_path}|up\n", "")
    assert (started / ".venv" / "installed-requirements.txt").stat().st_mtime_ns == made


def test_it_can_be_called_by_a_link_from_elsewhere(started: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(started / "dienests")
    done = _run(tmp_path / "link", "help", cwd=tmp_path)
    assert done.stdout == f"{tmp_path}|help\n", done.stderr


def test_an_installation_that_failed_is_done_again(checkout: Path, tmp_path: Path) -> None:
    digest = _wheel(tmp_path / "wheels")
    (checkout / "requirements.txt").write_text(f"nothing==1.0 --hash=sha256:{digest}\n")
    failed = _run(checkout / "dienests", "up", cwd=checkout)
    assert failed.returncode == 1
    assert "the packages could not be installed" in failed.stderr
    done = _run(checkout / "dienests", "up", cwd=checkout, **_links(tmp_path / "wheels"))
    assert done.returncode == 0, done.stderr
    assert list((checkout / ".venv").glob("lib/python*/site-packages/nothing.py"))


def _links(place: Path) -> dict[str, str]:
    return {"PIP_FIND_LINKS": str(place), "UV_FIND_LINKS": str(place)}


@pytest.mark.parametrize("pinned", ["nothing==1.0", f"nothing==1.0 --hash=sha256:{'0' * 64}"])
def test_a_package_without_its_hash_is_refused(checkout: Path, tmp_path: Path, pinned: str) -> None:
    _wheel(tmp_path / "wheels")
    (checkout / "requirements.txt").write_text(f"{pinned}\n")
    done = _run(checkout / "dienests", "up", cwd=checkout, **_links(tmp_path / "wheels"))
    assert done.returncode == 1
    assert "hash" in done.stderr.lower()
    assert not list((checkout / ".venv").glob("lib/python*/site-packages/nothing.py"))


def test_an_environment_whose_python_is_gone_is_made_anew(checkout: Path) -> None:
    for name in ("python", "python3"):
        (checkout / ".venv" / "bin" / name).unlink()
        (checkout / ".venv" / "bin" / name).symlink_to("/nowhere/python")
    done = _run(checkout / "dienests", "up", cwd=checkout)
    assert (done.returncode, done.stdout) == (0, f"{checkout}|up\n"), done.stderr


def test_test_and_bench_bring_their_own_packages(checkout: Path) -> None:
    for name in ("requirements-test.txt", "requirements-bench.txt"):
        (checkout / name).write_text(f"# {name}\n")
    assert _run(checkout / "dienests", "test", cwd=checkout).returncode == 0
    assert (checkout / ".venv" / "installed-requirements-test.txt").exists()
    assert not (checkout / ".venv-bench").exists()
    assert _run(checkout / "dienests", "bench", cwd=checkout).returncode == 0
    assert (checkout / ".venv-bench" / "installed-requirements-bench.txt").exists()


def test_the_script_is_plain_shell() -> None:
    assert (ROOT / "dienests").read_text().startswith("#!/bin/sh\n")
    assert subprocess.run(["sh", "-n", ROOT / "dienests"], check=False).returncode == 0
    assert os.access(ROOT / "dienests", os.X_OK)
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
