"""The erasing process is killed: the case is whole or erased whole, and repeating the list finishes what was begun."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dienests.kernel.cases.tests.house.people import House
from dienests.kernel.cases.tests.test_canary import CANARY, places
from dienests.kernel.cases.tests.test_faults import SOURCES, url
from dienests.kernel.files import vault
from dienests.kernel.keys import store as keys
from dienests.kernel.log.events import Event
from dienests.kernel.log.verify import verify
from dienests.kernel.procedures.registry import find
from dienests.kernel.retention import wiping
from dienests.kernel.retention.pending import pending
from dienests.kernel.retention.reapplying import reapply
from dienests.kernel.retention.tests import victim
from dienests.kernel.retention.tests.given import full, list_of_lines
from dienests.kernel.retention.tests.officer import LATER, keep_for, with_officer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("point", victim.POINTS)
def test_killed_on_the_way(house: House, point: str, settings: object, tmp_path: Path) -> None:
    settings.LOG_DIR = tmp_path  # type: ignore[attr-defined]
    case = full(with_officer(house))
    kinds = wiping.kinds(find(case.procedure, case.version))
    for kind in kinds:
        keep_for(house, kind)
    before = places(CANARY)
    command = [sys.executable, "-m", victim.__name__, point, str(case.pk), house.accounts["dagne"].login]
    surroundings = os.environ | {"DATABASE_URL": url(), "PYTHONPATH": os.fspath(SOURCES)}
    given = [",".join(kinds), LATER.isoformat(), str(tmp_path)]
    ended = subprocess.run([*command, *given], env=surroundings, capture_output=True, text=True, check=False)
    assert ended.returncode == (0 if point == "nowhere" else -signal.SIGKILL), ended.stderr

    erased = Event.objects.filter(stream=case.pk, act="erased").exists()
    assert erased == (point in ("between the commit and the keys", "nowhere"))
    assert places(CANARY) == (set() if erased else before)
    assert bool(list_of_lines()) == (point != "before the list")
    assert bool(pending()) == (point in victim.POINTS[1:3])
    reapply(list_of_lines(), at=LATER)
    assert not pending()
    assert places(CANARY) == (before if point == "before the list" else set())
    key = keys.existing(vault.key_name(case.pk), remember=False)
    assert (key is None) == (point != "before the list")
    assert not verify().breaks
