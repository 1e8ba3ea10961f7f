"""Numbers and approvals when several act at once, in real threads on both databases; and a process that is killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dienests.kernel.cases.participant import Participant
from dienests.kernel.cases.tests.house.people import AT, House, a_house, declared, later
from dienests.kernel.cases.tests.house.procedure import HOUSE
from dienests.kernel.letters import agreeing, approving, register, sealing
from dienests.kernel.letters.draft import Draft
from dienests.kernel.letters.letter import State
from dienests.kernel.letters.models import Letter
from dienests.kernel.letters.tests.correspondence import Answers, a_case, a_draft
from dienests.kernel.log.entry import SYSTEM
from dienests.kernel.log.events import Event
from dienests.kernel.parties.appointments import appoint
from dienests.kernel.procedures.refusals import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(transactional_db: None) -> Iterator[House]:
    """One guest house, its procedures declared for one test, with real transactions."""
    with declared(*HOUSE, Answers):
        yield a_house()


def _number(house: House, case: Any, *, fails: bool = False) -> str:
    letter = Letter(
        event=uuid4(), case=case, institution=house.institution, slug="reply", state=State.APPROVED, sent_at=AT,
        language="lv", html="",
    )  # fmt: skip
    try:
        with transaction.atomic():
            register.numbered(letter, on=AT.date())
            letter.save()
            if fails:
                raise RuntimeError
    except RuntimeError:
        return ""
    return letter.number


def _in_thread(work: Callable[[], Any]) -> Any:
    try:
        return work()
    finally:
        connection.close()


def test_numbers_given_at_once_have_neither_gap_nor_double(house: House) -> None:
    case = a_case(house)
    with ThreadPoolExecutor(6) as pool:
        given = list(pool.map(lambda n: _in_thread(lambda: _number(house, case, fails=n % 3 == 0)), range(24)))
    kept = sorted(int(each.rpartition("/")[2]) for each in given if each)
    assert kept == list(range(1, 17)), "what rolled back gave its number to the next letter"
    assert register.faults() == []


def test_of_two_who_approve_at_once_one_wins_and_the_other_is_told(house: House) -> None:
    office = house.offices["warden", ""]
    appoint(office=office, person=house.people["peter"], valid_from=AT.date(), order_number="2", by=SYSTEM, at=AT)
    draft = a_draft(house)
    agreeing.submit(draft=draft.pk, further=[], actor=house.actor("karl"), at=AT, seen=draft.revision)
    agreeing.agree(draft=draft.pk, actor=house.actor("dace"), at=AT, seen=draft.revision + 1)
    seen = draft.revision + 2

    def approve(who: str) -> str:
        try:
            approving.approve(draft=draft.pk, actor=house.actor(who), at=AT, seen=seen)
        except Refusal as refused:
            return str(refused.kind)
        return "approved"

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(lambda who: _in_thread(lambda: approve(who)), ("walter", "peter")))
    assert told == ["approved", "stage"]
    assert Letter.objects.count() == 1
    assert Draft.objects.get(pk=draft.pk).state == "approved"
    assert Event.objects.filter(act="answer").count() == 1


# The house may stay the same: the test looks at what was there before.
@hypothesis_settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fates=st.lists(st.sampled_from(["keeps", "fails"]), max_size=12))
def test_whatever_fails_the_numbers_run_on(house: House, fates: list[str]) -> None:
    case = a_case(house)
    before = Letter.objects.filter(institution=house.institution).count()
    for fate in fates:
        _number(house, case, fails=fate == "fails")
    serials = list(Letter.objects.filter(institution=house.institution).order_by("pk").values_list("serial", flat=True))
    assert serials == list(range(1, before + fates.count("keeps") + 1))
    assert register.faults() == []


KILLED = """
import os, sys, time
import django
from django.conf import settings
sys.path[:0] = [{src!r}]
os.environ["DJANGO_SETTINGS_MODULE"] = "dienests.site.settings"
django.setup()
from pathlib import Path
settings.DATABASES["default"]["NAME"] = {database!r}
settings.LOG_DIR = Path({log!r})
from datetime import datetime
from dienests.kernel.letters import sealing
step = {step!r}
real = getattr(sealing, step)
def stops(*given, **more):
    if {before!r}:
        print("there", flush=True)
        time.sleep(60)
    made = real(*given, **more)
    print("there", flush=True)
    time.sleep(60)
    return made
setattr(sealing, step, stops)
sealing.seal_letter({pk}, at=datetime.fromisoformat({at!r}))
"""


@pytest.mark.parametrize(
    ("step", "before"),
    [("receipt_now", False), ("pdf_of", False), ("seal", False), ("_keep", True), ("_keep", False)],
)
def test_a_sealer_killed_between_any_two_steps_leaves_one_letter_one_number_one_file(
    house: House, step: str, before: bool
) -> None:
    case = a_case(house)
    participant = Participant.objects.get(case=case, role="guest")
    event = Event.objects.get(stream=case.pk, position=1)
    made = Letter.objects.create(
        event=event.pk, case=case, participant=participant, institution=house.institution, slug="reply", language="lv",
        state=State.APPROVED, register="K", year=2026, serial=1, number="K/2026/1", sent_at=AT, html="<p>Labdien!</p>",
        title="Atbilde", addressee="Anna", signatory="Amats",
    )  # fmt: skip
    _kill_at(step, before, made.pk)
    first = Letter.objects.get(pk=made.pk).sha256
    done = sealing.seal_letter(made.pk, at=later(2))
    assert (done.state, done.number) == ("sealed", "K/2026/1")
    assert first in ("", done.sha256), "what was sealed stays"
    files = type(done.file).objects.filter(subject=case.pk)
    assert files.count() == 1


def _kill_at(step: str, before: bool, pk: int) -> None:
    script = KILLED.format(
        src=str(settings.ROOT / "src"), database=connection.settings_dict["NAME"], log=str(settings.LOG_DIR), step=step,
        before=before, pk=pk, at=later(1).isoformat(),
    )  # fmt: skip
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    assert process.stdout is not None
    assert process.stdout.readline() == "there\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
