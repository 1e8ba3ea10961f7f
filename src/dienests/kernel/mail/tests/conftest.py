"""A guest house with news, and mail servers."""

import email
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from dienests.kernel.cases.tests.house.people import House, a_house, declared
from dienests.kernel.cases.tests.house.stays import Stays
from dienests.kernel.mail.rounds import Post
from dienests.kernel.mail.server import server

POST_OFFICE = Path(__file__).with_name("post_office.py")


@dataclass
class Office:
    """A running mail server and what it took."""

    place: Path
    port: int
    process: subprocess.Popen[str] = field(repr=False)

    @property
    def taken(self) -> list[EmailMessage]:
        """Return the mails in the order in which they came."""
        return [_read(path) for path in sorted(self.place.glob("*.eml"))]

    @property
    def post(self) -> Post:
        """Return the way to it."""
        return way_to(f"smtp://127.0.0.1:{self.port}?from=house@example.lv")


def _read(path: Path) -> EmailMessage:
    found = email.message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(found, EmailMessage)
    return found


def way_to(url: str) -> Post:
    """Return the way to a mail server."""
    found = server(url)
    assert found is not None
    return Post(found, "https://dienests.example.lv/", lambda token: f"https://dienests.example.lv/confirm/{token}/")


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with declared(Stays):
        yield a_house()


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """Open mail servers, each a process of its own; they end with the test."""
    running: list[Office] = []

    def open_one(*refused: str) -> Office:
        place = tmp_path / f"office-{len(running)}"
        place.mkdir()
        command = [sys.executable, "-W", "ignore", str(POST_OFFICE), str(place), *refused]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        running.append(Office(place, int(process.stdout.readline()), process))
        return running[-1]

    yield open_one
    for office in running:
        office.process.kill()
        office.process.wait()
        assert office.process.stdout is not None
        office.process.stdout.close()
