"""What a carrier answers is never lost, whenever it comes; a process is killed between handing over and noting it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from dienests.kernel.cases.tests.house.people import AT, House, a_house, declared, later
from dienests.kernel.dispatch import rounds
from dienests.kernel.dispatch.arranging import arrange, redirect
from dienests.kernel.dispatch.choosing import choose
from dienests.kernel.dispatch.dispatch import Dispatch, State
from dienests.kernel.dispatch.moving import DispatchRefused
from dienests.kernel.dispatch.tests.given import a_letter, carriers, of, official
from dienests.kernel.dispatch.way import Way
from dienests.kernel.letters.letter import Letter
from dienests.kernel.log.events import Event

KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
import django
django.setup()
from django.conf import settings
from dienests.kernel.dispatch import e_address, rounds
settings.DATABASES["default"]["NAME"] = sys.argv[1]
rounds.taken = lambda **given: os.kill(os.getpid(), signal.SIGKILL)
carrier = e_address.FileDrop(Path(sys.argv[2]))
rounds.run(rounds.Carriers(None, carrier, ""), at=datetime.fromisoformat(sys.argv[3]))
"""


@pytest.fixture
def lasting(transactional_db: None) -> Iterator[House]:
    """A house whose rows another process sees."""
    with declared():
        yield a_house()


def an_e_letter(house: House) -> Letter:
    choose(account=house.accounts["anna"], way=Way.E_ADDRESS, address="_DEFAULT@40000000000", at=AT)
    letter = a_letter(house)
    arrange(at=AT)
    return letter


def killed_after_handing_over(drop: Path) -> None:
    path = os.pathsep.join(each for each in sys.path if each)
    surroundings = os.environ | {"DJANGO_SETTINGS_MODULE": "dienests.site.settings", "PYTHONPATH": path}
    words = [str(connection.settings_dict["NAME"]), str(drop), AT.isoformat()]
    ended = subprocess.run([sys.executable, "-c", KILLED, *words], env=surroundings, check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    assert len(list((drop / "out").glob("*.json"))) == 1


def answered(drop: Path, named: object, state: str, at: datetime) -> None:
    (drop / "in").mkdir(exist_ok=True)
    told = {"id": str(named), "state": state, "at": at.isoformat(), "reason": ""}
    (drop / "in" / f"{named}.json").write_text(json.dumps(told))


def lies_in(drop: Path, folder: str) -> list[str]:
    return [path.stem for path in (drop / folder).glob("*.json")]


@pytest.mark.parametrize("within", [timedelta(minutes=1), timedelta(days=1)], ids=["claimed", "tried anew"])
def test_killed_before_the_note_the_proof_of_delivery_is_kept_at_its_moment(
    lasting: House, tmp_path: Path, within: timedelta
) -> None:
    letter = an_e_letter(lasting)
    killed_after_handing_over(tmp_path)
    assert of(letter).state == State.WAITING
    proven = AT + timedelta(seconds=30)
    answered(tmp_path, of(letter).pk, "delivered", proven)
    for _ in range(2):
        rounds.run(carriers(drop=tmp_path), at=AT + within)
    row = of(letter)
    assert (row.state, row.delivered_at) == (State.DELIVERED, proven)
    acts = Event.objects.filter(stream=letter.uid).order_by("position").values_list("act", flat=True)
    assert list(acts)[-2:] == ["dispatched", "delivered"]
    assert lies_in(tmp_path, "read") == [str(row.pk)]


def test_killed_before_the_note_a_refusal_becomes_a_task(lasting: House, tmp_path: Path) -> None:
    letter = an_e_letter(lasting)
    killed_after_handing_over(tmp_path)
    answered(tmp_path, of(letter).pk, "refused", AT)
    rounds.run(carriers(drop=tmp_path), at=AT + timedelta(minutes=1))
    assert (of(letter).state, of(letter).way) == (State.WAITING, "")
    assert Dispatch.objects.get(state="returned").reason == "the carrier refused it"


def test_an_answer_that_comes_while_the_parcel_is_noted_is_kept_by_whoever_is_first(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter, other = an_e_letter(house), an_e_letter(house)
    note = rounds.taken

    def answered_first(*, dispatch: Dispatch, at: datetime) -> Dispatch:
        answered(tmp_path, dispatch.pk, "delivered", at)
        rounds.take_answers(carriers(drop=tmp_path).e_address, at=at)  # type: ignore[arg-type]
        return note(dispatch=dispatch, at=at)

    monkeypatch.setattr(rounds, "taken", answered_first)
    rounds.run(carriers(drop=tmp_path), at=later(1))
    assert [of(each).state for each in (letter, other)] == [State.DELIVERED] * 2


def test_a_clock_of_the_carrier_that_goes_wrong_moves_no_letter(house: House, tmp_path: Path) -> None:
    early, late = an_e_letter(house), an_e_letter(house)
    rounds.run(carriers(drop=tmp_path), at=later(1))
    answered(tmp_path, of(early).pk, "delivered", AT - timedelta(days=365))
    answered(tmp_path, of(late).pk, "delivered", AT + timedelta(days=365))
    rounds.run(carriers(drop=tmp_path), at=later(2))
    assert (of(early).delivered_at, of(late).delivered_at) == (later(1), later(2))


def test_an_answer_about_no_parcel_of_ours_is_put_aside_for_the_operator(house: House, tmp_path: Path) -> None:
    letter = an_e_letter(house)
    row = of(letter)
    redirect(dispatch=row, way=Way.HAND, address="", by=official(house), at=AT)
    stranger = uuid4()
    for each in (row.pk, stranger):
        answered(tmp_path, each, "delivered", AT)
    rounds.run(carriers(drop=tmp_path), at=later(1))
    assert of(letter).state == State.WAITING
    assert sorted(lies_in(tmp_path, "unread")) == sorted([str(row.pk), str(stranger)])


def test_a_folder_that_is_away_loses_no_answer(house: House, tmp_path: Path) -> None:
    letter = an_e_letter(house)
    rounds.run(carriers(drop=tmp_path), at=AT)
    answered(tmp_path, of(letter).pk, "delivered", AT)
    (tmp_path / "read").write_text("a file stands where the folder should be")
    rounds.run(carriers(drop=tmp_path), at=later(1))
    assert of(letter).state == State.DELIVERED
    (tmp_path / "read").unlink()
    rounds.run(carriers(drop=tmp_path), at=later(2))
    assert lies_in(tmp_path, "read") == [str(of(letter).pk)]


def test_what_is_being_handed_over_is_not_turned_round(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter, other = an_e_letter(house), an_e_letter(house)
    note = rounds.taken

    def turned_round(*, dispatch: Dispatch, at: datetime) -> Dispatch:
        with pytest.raises(DispatchRefused, match="just now"):
            redirect(dispatch=dispatch, way=Way.HAND, address="", by=official(house), at=at)
        return note(dispatch=dispatch, at=at)

    monkeypatch.setattr(rounds, "taken", turned_round)
    assert rounds.run(carriers(drop=tmp_path), at=later(1)) == 2
    assert [of(each).way for each in (letter, other)] == [Way.E_ADDRESS] * 2


def test_what_was_tried_in_vain_may_go_another_way(house: House, tmp_path: Path) -> None:
    letter = an_e_letter(house)
    (tmp_path / "out").write_text("a file stands where the folder should be")
    rounds.run(carriers(drop=tmp_path), at=AT)
    redirect(dispatch=of(letter), way=Way.HAND, address="", by=official(house), at=AT)
    assert (of(letter).way, of(letter).failure) == (Way.HAND, "")
