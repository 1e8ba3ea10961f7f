"""The examples of the guide do what they say, copied as they stand."""

import html
import json
import re
import shutil
import subprocess
from typing import Any

import pytest
from django.test import Client

from dienests.site.api.tests.given import program
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import loaded

EXAMPLE = re.compile(r'<code class="d-example">(.*?)</code>', re.DOTALL)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed; on Debian: apt-get install curl")
def test_the_examples_of_the_guide_run_as_they_stand(live_server: Any) -> None:
    house = loaded()
    page = Client(HTTP_HOST="localhost").get("/en/api/").content.decode()
    examples = [html.unescape(each) for each in EXAMPLE.findall(page)]
    assert len(examples) == 6
    known = {
        "HOST": live_server.url,
        "TOKEN": program(house, people.OPENER).secret,
        "CASE": "",
        "PATH": "/usr/bin:/bin",
    }
    answers = []
    for command in examples:
        done = subprocess.run(
            ["/bin/sh", "-c", command.replace("curl ", "curl --silent --fail-with-body --noproxy '*' ")],
            env=known, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        answers.append(json.loads(done.stdout))
        known["CASE"] = answers[-1].get("id", known["CASE"])
    assert answers[1]["address"] == "25"
    assert len(answers[2]["cases"]) <= 2
    assert answers[4]["fields"]["account"] == "May I accept an invitation?"
    assert answers[5]["case"] == answers[3]["id"]
