"""Checkpoints by mail: once a day, to whom the institution names; what the server does not take waits."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from dienests.kernel.calendar.zone import RIGA, local_date
from dienests.kernel.log.sealing import seal
from dienests.kernel.log.tests.given import a_stream
from dienests.kernel.mail import checkpoints
from dienests.kernel.mail.checkpoint_mail import CheckpointMail
from dienests.kernel.mail.server import server
from dienests.kernel.mail.tests.conftest import Office
from dienests.kernel.norms.parameter import Parameter
from dienests.kernel.parties.tests.given import an_institution

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 3, 7, 10, tzinfo=RIGA)
SITE = "https://dienests.example.lv/"


@pytest.fixture
def wanted() -> str:
    """Name two who receive checkpoints, seal something, and return the checkpoint."""
    Parameter.objects.create(
        institution=an_institution("sample"), slug=checkpoints.RECIPIENTS, value="auditor@example.lv other@example.lv",
        basis="Rīk. 5", valid_from=local_date(MORNING) - timedelta(days=1), entered_at=MORNING,
    )  # fmt: skip
    a_stream(3)
    return seal(at=MORNING).checkpoint


def _taken(folder: Path) -> list[tuple[str, str]]:
    mails = [message_from_bytes(each.read_bytes(), policy=policy.default) for each in sorted(folder.glob("*.eml"))]
    return sorted((mail["To"], next(mail.iter_attachments()).get_content()) for mail in mails)


def test_the_checkpoint_goes_to_everybody_once_a_day(wanted: str, tmp_path: Path) -> None:
    post = server(f"file://{tmp_path}")
    assert post is not None
    assert checkpoints.run(post, site=SITE, at=MORNING - timedelta(hours=1)) == 0  # not before seven
    assert checkpoints.run(post, site=SITE, at=MORNING) == 2
    a_stream(1)
    seal(at=MORNING)
    assert checkpoints.run(post, site=SITE, at=MORNING + timedelta(hours=5)) == 0
    assert _taken(tmp_path) == [("auditor@example.lv", wanted), ("other@example.lv", wanted)]
    assert checkpoints.last_sent() == MORNING
    assert checkpoints.run(post, site=SITE, at=MORNING + timedelta(days=1)) == 2
    assert len(_taken(tmp_path)) == 4


def test_what_the_server_does_not_take_waits_as_it_was(wanted: str, tmp_path: Path) -> None:
    away = server("smtp://127.0.0.1:1?from=site@example.lv")
    post = server(f"file://{tmp_path}")
    assert away is not None
    assert post is not None
    assert checkpoints.run(away, site=SITE, at=MORNING) == 0
    assert {each.failure for each in CheckpointMail.objects.all()} == {"ConnectionRefusedError"}
    assert checkpoints.run(post, site=SITE, at=MORNING) == 0  # put off for a minute
    a_stream(2)
    seal(at=MORNING)
    assert checkpoints.run(post, site=SITE, at=MORNING + timedelta(minutes=2)) == 2
    assert {note for _to, note in _taken(tmp_path)} == {wanted}


@pytest.mark.parametrize(("code", "at_once"), [("421", 0), ("550", 1)], ids=["hangs up", "refuses one"])
def test_a_mail_that_the_server_never_takes_holds_nobody_else_up(
    wanted: str, opened: Callable[..., Office], code: str, at_once: int
) -> None:
    assert checkpoints.make(at=MORNING) == 2
    poison = CheckpointMail.objects.get(address="auditor@example.lv")
    office = opened(f"{code}:{poison.pk}")
    post = office.post.server
    assert checkpoints.hand_over(post, site=SITE, at=MORNING) == at_once
    checkpoints.hand_over(post, site=SITE, at=MORNING + timedelta(minutes=1))
    assert [mail["To"] for mail in office.taken] == ["other@example.lv"]
    assert CheckpointMail.objects.get(sent_at__isnull=True) == poison


def test_nothing_is_sent_before_a_checkpoint_or_to_nobody(tmp_path: Path) -> None:
    a_stream(1)
    assert checkpoints.make(at=MORNING) == 0
    Parameter.objects.create(
        institution=an_institution("sample"), slug=checkpoints.RECIPIENTS, value="auditor@example.lv", basis="Rīk. 5",
        valid_from=local_date(MORNING), entered_at=MORNING,
    )  # fmt: skip
    assert checkpoints.make(at=MORNING) == 0
    seal(at=MORNING)
    assert checkpoints.make(at=MORNING) == 1


def test_an_address_that_is_none_is_refused() -> None:
    [declared] = checkpoints._declared()
    declared.check("auditor@example.lv other@example.lv")
    with pytest.raises(ValueError, match="nobody"):
        declared.check("auditor@example.lv nobody")
