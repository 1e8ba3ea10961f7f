"""The check of a production installation: every finding can be brought about, and goes away by what it says."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils.translation import override
from pytest_django.fixtures import Settings

from dienests.kernel.access import append_only as reads_append_only
from dienests.kernel.log import append_only
from dienests.kernel.log.sealing import seal
from dienests.kernel.mail.checkpoint_mail import CheckpointMail
from dienests.kernel.parties.tests.given import an_institution
from dienests.kernel.signatures.tests.issuing import Outside
from dienests.site.founding.founding import found
from dienests.site.founding.tests.test_founding import PLAN
from dienests.site.production import configuration
from dienests.site.production.checking import findings
from dienests.site.watch import readiness

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def _levels(at: datetime = AT) -> dict[str, str]:
    return {finding.name: finding.level for finding in findings(at)}


def _said(name: str) -> str:
    return next(finding.what for finding in findings(AT) if finding.name == name)


def test_https_hosts_and_token(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    assert _levels() | {"https": "error", "hosts": "error", "metrics-token": "ok"} == _levels()
    settings.HTTPS, settings.ALLOWED_HOSTS, settings.METRICS_TOKEN = True, ["dienests.example.lv"], "short"
    assert _levels() | {"https": "ok", "hosts": "ok", "metrics-token": "error"} == _levels()
    settings.ALLOWED_HOSTS, settings.METRICS_TOKEN = ["*"], "x" * 24
    assert _levels() | {"hosts": "error", "metrics-token": "ok"} == _levels()


def test_keys_lie_apart_and_closed(settings: Settings, tmp_path: Path) -> None:
    store = tmp_path / "store"
    store.mkdir(mode=0o700)
    (store / "pages-sign.key").write_bytes(os.urandom(32))
    (store / "pages-sign.key").chmod(0o600)
    settings.DATA_DIR, settings.KEY_URL = tmp_path / "data", f"file://{store}"
    assert _levels() | {"keys-apart": "ok", "keys-closed": "ok", "keys-there": "ok"} == _levels()
    (store / "pages-sign.key").chmod(0o640)
    assert _levels()["keys-closed"] == "error"
    assert "chmod 600" in _said("keys-closed")
    settings.DATA_DIR = tmp_path
    assert _levels()["keys-apart"] == "error"
    settings.KEY_URL = f"file://{tmp_path / 'none'}"
    assert _levels()["keys-there"] == "error"


def test_the_seal_of_letters(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.KEY_URL = tmp_path / "data", f"file://{tmp_path / 'keys'}"
    now = datetime.now(UTC)
    assert _levels(now) | {"seal": "warning", "seal-lasts": "ok", "time-stamps": "warning"} == _levels(now)
    outside = Outside(starts=now - timedelta(days=1), ends=now + timedelta(days=61))
    outside.certify()
    place = tmp_path / "keys" / "seal.pem"
    place.write_bytes(outside.pem())
    place.chmod(0o600)
    settings.TSA_URL = "http://127.0.0.1:9/"
    assert _levels(now) | {"seal": "ok", "seal-lasts": "ok", "time-stamps": "ok"} == _levels(now)
    assert _levels(now + timedelta(days=2))["seal-lasts"] == "warning"
    assert _levels(now + timedelta(days=62))["seal"] == "error"
    place.chmod(0o644)
    assert _levels(now)["seal"] == "error"


def test_the_log_is_guarded_or_it_is_told() -> None:
    assert _levels()["log-guarded"] == "ok"
    append_only.remove(connection)
    assert "log_event_unchanged" in _said("log-guarded")
    append_only.install(connection)
    reads_append_only.remove(connection)
    assert _levels()["log-guarded"] == "error"


def test_pending_migrations_are_told_and_nothing_else_of_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "_applied", False)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = 'kernel_parties' AND name = "
            "(SELECT max(name) FROM django_migrations WHERE app = 'kernel_parties')"
        )
    assert "./dienests upgrade" in _said("migrations")
    assert "institution" not in _levels()


def test_a_demonstration_is_an_error_and_a_founded_institution_is_not() -> None:
    assert _levels()["institution"] == "error"
    found(PLAN, at=AT)
    levels = _levels()
    assert (levels["institution"], levels["demonstration"], levels["missing"]) == ("ok", "ok", "warning")
    with override("en"):
        assert "second administrator" in _said("missing")


def test_a_demonstration_in_the_database_is_an_error() -> None:
    an_institution("sample")
    assert _levels()["demonstration"] == "error"


def test_moved_days_of_the_coming_year_are_expected_from_july_on() -> None:
    last = max(configuration.LATVIA_MOVED)
    assert _levels(datetime(last, 6, 30, 12, tzinfo=UTC))["moved-days"] == "ok"
    assert _levels(datetime(last, 7, 1, 12, tzinfo=UTC))["moved-days"] == "warning"
    assert _levels(datetime(last - 1, 12, 1, tzinfo=UTC))["moved-days"] == "ok"


def test_a_full_disk_is_told_before_acts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = 0

    for gigabytes, level in ((0.5, "error"), (3, "warning"), (50, "ok")):
        Usage.free = int(gigabytes * configuration.GIGABYTE)
        monkeypatch.setattr(configuration.shutil, "disk_usage", lambda _place: Usage)
        assert _levels()["disk"] == level


@pytest.mark.skipif("os.environ.get('DIENESTS_TEST_DB') != 'postgresql'", reason="PostgreSQL alone has roles")
def test_the_server_of_the_database_is_judged() -> None:
    levels = _levels(datetime.now(UTC))
    # The cluster of the tests logs tersely and is served by its superuser.
    assert (levels["database-log"], levels["database-role"], levels["database-clock"]) == ("ok", "error", "ok")
    assert _levels(datetime.now(UTC) - timedelta(minutes=1))["database-clock"] == "error"
    with connection.cursor() as cursor:
        cursor.execute("SET log_error_verbosity = 'default'")
        assert _levels()["database-log"] == "error"
        cursor.execute("SET log_error_verbosity = 'terse'")


def test_the_sealed_log_is_judged(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found(PLAN, at=AT)
    assert _levels() | {"log-sealed": "error", "log-mailed": "warning", "log-apart": "warning"} == _levels()
    seal(at=AT)
    assert _levels()["log-sealed"] == "ok"
    CheckpointMail.objects.create(address="a@example.lv", day=AT.date(), note="-", not_before=AT, sent_at=AT)
    assert _levels()["log-mailed"] == "ok"
    assert _levels(AT + timedelta(days=4))["log-mailed"] == "warning"
    settings.LOG_DIR = Path("/proc/self")  # a disk of its own, whatever this machine has
    assert _levels()["log-apart"] == "ok"
