"""`./dienests upgrade`: from the first version on, on both databases, stopped anywhere, never beside a server."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.house import ROOT
from tests.databases import fresh, of_tests
from tests.schema import differences
from tests.upgrade.first_version import rows

pytestmark = pytest.mark.each_database
KILLS = (0, 1, 20, 9, 15)  # after so many steps of each attempt; then it is let go on to the end
READ = """
import django, json; django.setup()
from django.apps import apps
from django.db import connection
from dienests.kernel.log.verify import verify
from dienests.cli import migrating
walk = verify()
print(json.dumps({"pending": migrating.pending(), "events": walk.events, "breaks": len(walk.breaks), "rows": {
    model._meta.label_lower: sorted(str(pk) for pk in model._default_manager.values_list("pk", flat=True))
    for model in apps.get_models()}}))
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The surroundings of an installation that the first version served last."""
    with _first_version(tmp_path) as surroundings:
        yield surroundings


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, str], str]]:
    """Such an installation, upgraded once for all who look at it, and what was told meanwhile."""
    with _first_version(tmp_path_factory.mktemp("upgraded")) as surroundings:
        done = _upgrade(surroundings)
        assert done.returncode == 0, done.stderr
        yield surroundings, done.stdout


@contextmanager
def _first_version(tmp_path: Path) -> Iterator[dict[str, str]]:
    with fresh(tmp_path) as url:
        surroundings = os.environ | {
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": url,
            "KEY_URL": f"file://{tmp_path / 'keys'}", "DJANGO_SETTINGS_MODULE": "dienests.site.settings",
        }  # fmt: skip
        (tmp_path / "data").mkdir()
        done = _python(surroundings, "-m", "tests.upgrade.first_version")
        assert done.returncode == 0, done.stderr
        yield surroundings


def _python(surroundings: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], env=surroundings, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )


def _upgrade(surroundings: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return _python(surroundings, "-m", "dienests", "upgrade", *words)


def _read(surroundings: dict[str, str]) -> Any:
    done = _python(surroundings, "-c", READ)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _whole(found: Any) -> None:
    """Assert that everything the first version wrote is there, and that the log is what it was."""
    assert found["pending"] == []
    # An upgrade adds events of its own, such as offices that a newer version names.
    assert found["events"] >= sum(row["model"] == "kernel_log.event" for row in rows())
    assert found["breaks"] == 0
    for row in rows():
        assert str(row["pk"]) in found["rows"][row["model"]], row


def test_everything_of_the_first_version_is_there_after_the_upgrade(upgraded: tuple[dict[str, str], str]) -> None:
    house, told = upgraded
    assert re.search(r"Upgraded: \d+ migrations, 138 events of the log verified", told)
    _whole(_read(house))
    assert "Nothing to upgrade" in _upgrade(house).stdout
    backups = list((Path(house["DATA_DIR"]).parent / "backups").iterdir())
    assert len(backups) == 1
    assert backups[0].stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_an_upgraded_database_is_made_as_a_new_one(upgraded: tuple[dict[str, str], str]) -> None:
    assert differences(upgraded[0]["DATABASE_URL"], of_tests()) == []


def test_the_upgraded_house_serves_its_pages(upgraded: tuple[dict[str, str], str]) -> None:
    done = _python(upgraded[0], "-m", "dienests", "up", "--check")
    assert (done.returncode, done.stderr) == (0, "")


def test_up_refuses_to_upgrade_a_real_institution_in_passing(house: dict[str, str]) -> None:
    done = _python(house, "-m", "dienests", "up", "--check")
    assert done.returncode == 1
    assert "./dienests upgrade" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_upgrade_killed_in_the_middle_goes_on(house: dict[str, str]) -> None:
    """Killed outright, between migrations and within them, it is whole in the end and loses nothing."""
    killed = 0
    for attempt in range(len(KILLS) + 1):
        after = KILLS[attempt] if attempt < len(KILLS) else None
        with subprocess.Popen(
            [sys.executable, "-u", "-m", "dienests", "upgrade"], env=house, cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as running:
            assert running.stdout is not None
            told = (line for line in running.stdout if line.startswith(("Copied", "  applied")))
            for number, _line in enumerate(told):
                if number == after:
                    time.sleep(attempt / 100)  # now within the next migration, now just before it
                    running.send_signal(signal.SIGKILL)
                    killed += 1
                    break
            running.stdout.read()
        if running.returncode == 0:
            break
    assert killed == len(KILLS), "it was stopped in the middle"
    assert running.returncode == 0
    _whole(_read(house))
    # The copy is of the state before the first attempt, not of something half upgraded.
    assert len(list((Path(house["DATA_DIR"]).parent / "backups").iterdir())) == 1


def test_a_server_and_an_upgrade_keep_each_other_out(house: dict[str, str]) -> None:
    held = (
        "import django, sys; django.setup(); from dienests.cli import lease\n"
        "with getattr(lease, sys.argv[1])(): print('held', flush=True); sys.stdin.read()"
    )
    for kind, said in (("serving", "is running on this database"), ("upgrading", "is running on this database")):
        with subprocess.Popen(
            [sys.executable, "-c", held, kind], env=house, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == "held\n"
            done = _upgrade(house)
            assert done.returncode == 1
            assert said in done.stderr
            other.kill()
            other.wait()
    free = "from dienests.cli import lease\nwith lease.upgrading(): print('free')"
    assert _python(house, "-c", f"import django; django.setup(); {free}").stdout == "free\n", "killed, it holds nothing"


def test_a_broken_log_stops_the_upgrade_before_it_begins(house: dict[str, str]) -> None:
    tamper = (
        "import django; django.setup(); from django.db import connection; from dienests.kernel.log import append_only\n"
        "append_only.remove(connection)\n"
        "connection.cursor().execute(\"UPDATE kernel_log_event SET act = 'forged' WHERE position = 1\")"
    )
    assert _python(house, "-c", tamper).returncode == 0
    before = _python(house, "-c", PENDING).stdout
    done = _upgrade(house)
    assert done.returncode == 1
    assert "the log is broken before the upgrade" in done.stderr
    assert _python(house, "-c", PENDING).stdout == before


PENDING = "import django; django.setup(); from dienests.cli import migrating; print(migrating.pending())"


def test_a_database_of_a_newer_version_is_refused(upgraded: tuple[dict[str, str], str]) -> None:
    house, table = upgraded[0], "django_migrations (app, name, applied) VALUES"
    assert _asked(
        house,
        f"""INSERT INTO {table} ('kernel_log', '0099_from_tomorrow', CURRENT_TIMESTAMP),
        ('kernel_log', '0098_too', CURRENT_TIMESTAMP)""",
        "DELETE FROM django_migrations WHERE name = '0003_staff'",
    )
    done = _upgrade(house)
    assert done.returncode == 1
    assert "newer version (kernel_log.0099_from_tomorrow)" in done.stderr
    assert _asked(
        house,
        "DELETE FROM django_migrations WHERE name IN ('0099_from_tomorrow', '0098_too')",
        f"INSERT INTO {table} ('kernel_parties', '0003_staff', CURRENT_TIMESTAMP)",
    )


def _asked(house: dict[str, str], *statements: str) -> bool:
    """Send statements to the database of an installation."""
    code = "import django, sys; django.setup(); from django.db import connection\n"
    return (
        _python(
            house, "-c", f"{code}for each in sys.argv[1:]: connection.cursor().execute(each)", *statements
        ).returncode
        == 0
    )


def test_without_pg_dump_nothing_is_upgraded_unless_there_is_a_copy(house: dict[str, str], tmp_path: Path) -> None:
    if not house["DATABASE_URL"].startswith("postgresql"):
        pytest.skip("SQLite makes its own copy")
    poor = house | {"PATH": str(tmp_path)}
    done = _upgrade(poor)
    assert done.returncode == 1
    assert "--backed-up" in done.stderr
    assert _upgrade(poor, "--backed-up").returncode == 0
