"""Health and metrics: told to whom they may be told, without people, without cookies, without writing."""

import os
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.effect import Effect
from dienests.site.pages.tests.conftest import _demonstration, house  # noqa: F401 - fixtures
from dienests.site.pages.tests.house import House
from dienests.site.watch import figures, readiness, requests
from dienests.site.watch.counters import SLOTS, Counters
from dienests.site.watch.exposition import written

pytestmark = pytest.mark.django_db
LINE = re.compile(r'^[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+$')


def _get(path: str, **headers: str) -> Any:
    return Client(HTTP_HOST=headers.pop("HTTP_HOST", "localhost")).get(path, **headers)


def test_live_asks_no_database() -> None:
    with CaptureQueriesContext(connection) as asked:
        answer = _get("/health/live", HTTP_HOST="anything.example")
    assert (answer.status_code, answer.content, len(asked)) == (200, b"live\n", 0)


def test_ready_tells_what_stands_in_the_way(house: House) -> None:  # noqa: F811 - a fixture
    assert _get("/health/ready").content == b"ready\n"
    effect = Effect(event="0" * 32, case=Case.objects.first(), kind="sends", what="outcome")
    effect.written_at = effect.not_before = datetime.now(UTC) - timedelta(hours=1)
    effect.save()
    answer = _get("/health/ready")
    assert answer.status_code == 503
    assert b"effects have waited" in answer.content
    stranger = _get("/health/ready", HTTP_X_FORWARDED_FOR="192.0.2.7")
    assert (stranger.status_code, stranger.content) == (503, b"not ready\n")


def test_pending_migrations_are_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "_applied", False)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = 'kernel_parties' AND name = "
            "(SELECT max(name) FROM django_migrations WHERE app = 'kernel_parties')"
        )
    answer = _get("/health/ready")
    assert answer.status_code == 503
    assert b"./dienests upgrade" in answer.content


@pytest.mark.parametrize(
    "headers",
    [{"HTTP_X_FORWARDED_FOR": "192.0.2.7"}, {"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_HOST": "dienests.example.lv"}],
)
def test_metrics_are_no_page_for_strangers(headers: dict[str, str]) -> None:
    assert _get("/metrics", **headers).status_code == 404
    assert _get("/metrics").status_code == 200


def test_with_https_only_the_token_opens(settings: Settings) -> None:
    settings.HTTPS = True
    assert _get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "long-and-random"
    assert _get("/metrics").status_code == 404
    assert _get("/metrics", HTTP_AUTHORIZATION="Bearer wrong").status_code == 404
    right = {"HTTP_AUTHORIZATION": "Bearer long-and-random", "HTTP_X_FORWARDED_FOR": "192.0.2.7"}
    assert _get("/metrics", **right).status_code == 200


def test_the_text_is_well_formed_and_sets_and_writes_nothing(house: House) -> None:  # noqa: F811 - a fixture
    house.client("Liepziediņš").get("/desk/")
    with CaptureQueriesContext(connection) as asked:
        answer = _get("/metrics")
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    assert not answer.cookies
    assert len(asked) <= 8
    assert not [each for each in asked if re.match(r"(INSERT|UPDATE|DELETE)", each["sql"])]
    lines = answer.content.decode().splitlines()
    assert all(line.startswith("# ") or LINE.match(line) for line in lines)
    typed = {line.split()[2] for line in lines if line.startswith("# TYPE")}
    bare = {re.sub(r"_(bucket|sum|count)$", "", re.split(r"[{ ]", line)[0]) for line in lines if line[0] != "#"}
    assert bare == typed, "every sample belongs to a family and every family has one"


def test_figures_are_right_and_name_nobody(house: House) -> None:  # noqa: F811 - a fixture
    house.submit("Ūdensroze", "advice", "Ļoti personīgs jautājums")
    text = _get("/metrics").content.decode()
    open_now = Case.objects.filter(closed_at=None)
    told = sum(int(value) for value in re.findall(r"^dienests_cases_open\{[^}]*\} (\d+)$", text, re.MULTILINE))
    assert told == open_now.count() > 0
    names = {word for case in open_now for word in (str(case.pk), case.number)} | {"Ūdensroze", "personīgs"}
    assert not [word for word in names if word in text]


def test_procedures_with_sealed_data_are_counted_together(monkeypatch: pytest.MonkeyPatch, house: House) -> None:  # noqa: F811
    monkeypatch.setattr(figures, "sealed_procedures", lambda: {"ethics-report"})
    text = written(figures.samples(datetime.now(UTC)))
    assert 'procedure="sealed"' in text
    assert "ethics-report" not in text


def test_the_house_of_tests_has_a_sealed_procedure_or_none_is_wrongly_sealed() -> None:
    assert figures.sealed_procedures() <= {each.slug for each in figures.declared()}


def test_requests_are_counted_by_status_and_page(house: House) -> None:  # noqa: F811 - a fixture
    before = _counted()
    house.client(None).get("/services/")
    house.client(None).get("/no/such/page/")
    after = _counted()
    assert after["2xx"] - before["2xx"] == 1
    assert after["4xx"] - before["4xx"] == 1
    assert after["services"] - before["services"] == 1


def _counted() -> dict[str, float]:
    found = {"services": 0.0}
    for family, suffix, labels, value in requests.samples():
        if suffix == "_total" and family.endswith("requests"):
            found[labels.get("status") or labels["page"]] = value
    return found


def test_processes_add_up_and_a_successor_takes_over_what_a_dead_one_counted() -> None:
    counters = Counters(2)
    counters.add((0, 1.0))
    for _ in range(SLOTS + 3):
        child = os.fork()
        if child == 0:
            counters.add((0, 1.0), (1, 0.5))
            os._exit(0)
        os.waitpid(child, 0)
    assert counters.sums() == [SLOTS + 4.0, (SLOTS + 3) * 0.5]
