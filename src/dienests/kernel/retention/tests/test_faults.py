"""The erasing process is killed: the case is whole or erased whole, and repeating the list finishes what was begun."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from dienests.cli import retention as command
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.tests.house.people import House
from dienests.kernel.cases.tests.test_canary import CANARY, places
from dienests.kernel.cases.tests.test_faults import SOURCES, url
from dienests.kernel.files import vault
from dienests.kernel.files.stored_file import StoredFile
from dienests.kernel.keys import store as keys
from dienests.kernel.log.events import Event
from dienests.kernel.log.verify import verify
from dienests.kernel.procedures.registry import find
from dienests.kernel.retention import wiping
from dienests.kernel.retention.pending import pending
from dienests.kernel.retention.reapplying import reapply
from dienests.kernel.retention.tests import victim
from dienests.kernel.retention.tests.given import full, list_of_lines
from dienests.kernel.retention.tests.officer import LATER, do, keep_for, with_officer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("point", victim.POINTS)
def test_killed_on_the_way(house: House, point: str, tmp_path: Path) -> None:
    case = full(with_officer(house))
    kinds = wiping.kinds(find(case.procedure, case.version))
    for kind in kinds:
        keep_for(house, kind)
    before = places(CANARY)
    _erased(house, case, kinds, point, tmp_path)

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


def test_killed_before_letters_left_the_vault_repeating_takes_them_out(house: House, tmp_path: Path) -> None:
    """Attachments of the case stay, and with them the key: until then the letters can be read."""
    case = _left_in_the_vault(house, tmp_path)
    letters = list(StoredFile.objects.filter(subject=case.pk, name="").values_list("pk", flat=True))
    attached = StoredFile.objects.get(subject=case.pk, kind="txt")
    assert letters
    assert all(vault.get(file, vault.ORIGINAL, subject=case.pk) for file in letters)
    assert command.run(["repeat"]) == 0
    for file in letters:
        with pytest.raises(vault.Gone):
            vault.get(file, vault.ORIGINAL, subject=case.pk)
    assert vault.get(attached.pk, vault.ORIGINAL, subject=case.pk)


def test_letters_that_a_crash_left_in_the_vault_do_not_keep_the_key(house: House, tmp_path: Path) -> None:
    case = _left_in_the_vault(house, tmp_path)
    do(house, case, "messages")
    assert keys.existing(vault.key_name(case.pk), remember=False) is None


def _left_in_the_vault(house: House, folder: Path) -> Case:
    """Return a case whose letters were erased by a process that was killed before they left the vault."""
    case = full(with_officer(house))
    for kind in ("letters", "messages"):
        keep_for(house, kind)
    _erased(house, case, ["letters"], "between the commit and the keys", folder)
    return case


def _erased(house: House, case: Case, kinds: Iterable[str], point: str, folder: Path) -> None:
    """Erase in a process that ends at a point on the way."""
    words = [sys.executable, "-m", victim.__name__, point, str(case.pk), house.accounts["dagne"].login]
    surroundings = os.environ | {"DATABASE_URL": url(), "PYTHONPATH": os.fspath(SOURCES)}
    given = [",".join(kinds), LATER.isoformat(), str(folder)]
    ended = subprocess.run([*words, *given], env=surroundings, capture_output=True, text=True, check=False)
    assert ended.returncode == (0 if point == "nowhere" else -signal.SIGKILL), ended.stderr
