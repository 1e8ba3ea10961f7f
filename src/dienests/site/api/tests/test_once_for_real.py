"""Once, with real commits: four requests side by side, and a process that is killed half way."""

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.tests.test_faults import url
from dienests.kernel.exchange.kept_answer import KeptAnswer
from dienests.kernel.log.verify import verify
from dienests.site.api.tests import victim
from dienests.site.api.tests.given import program
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, loaded

START = "/procedures/ethics-report/start/submit"
GOOD = {"reason": "advice", "account": "May I?"}
SOURCES = Path(__file__).parents[4]


@pytest.mark.django_db(transaction=True)
def test_side_by_side_it_is_carried_out_once(house_of_its_own: House) -> None:
    opener, key, before = program(house_of_its_own, people.OPENER), str(uuid4()), Case.objects.count()
    ready = Barrier(4)

    def send(_number: int) -> Any:
        connection.ensure_connection()
        ready.wait()
        headers = {"Authorization": f"Bearer {opener.secret}", "Idempotency-Key": key}
        try:
            return Client(HTTP_HOST="localhost").post(
                f"/api/v1{START}", json.dumps(GOOD), content_type="application/json", headers=headers
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))
    assert {each.status_code for each in answers} <= {201, 409}
    assert Case.objects.count() == before + 1
    told = [each.json() for each in answers if each.status_code == 201]
    assert told
    assert all(each == told[0] for each in told)
    assert all(each["Retry-After"] for each in answers if each.status_code == 409)
    assert opener.send(START, GOOD, key=key).json() == told[0], "whoever was told to wait hears the answer then"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("point", victim.POINTS)
def test_killed_half_way_there_is_the_act_with_its_answer_or_neither(house_of_its_own: House, point: str) -> None:
    opener, key, before = program(house_of_its_own, people.OPENER), str(uuid4()), Case.objects.count()
    command = [sys.executable, "-m", victim.__name__, point, f"/api/v1{START}", opener.secret, key, json.dumps(GOOD)]
    surroundings = os.environ | {"DATABASE_URL": url(), "PYTHONPATH": os.fspath(SOURCES)}
    ended = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    done = point == "between the commit and the reply"
    assert Case.objects.count() == before + done
    assert KeptAnswer.objects.filter(key=key).exists() is done
    answer = opener.send(START, GOOD, key=key)
    assert answer.status_code == 201
    assert answer.has_header("Idempotency-Replayed") is done
    assert Case.objects.count() == before + 1
    assert verify().breaks == []


@pytest.fixture
def house_of_its_own(transactional_db: None) -> House:
    """The demonstration, loaded for one test that sees real commits."""
    return loaded()
