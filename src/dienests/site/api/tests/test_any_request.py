"""Schemathesis asks whatever the description allows and much that it forbids; none of its checks finds anything."""

import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
import schemathesis
from django.core.signals import request_started
from django.db import close_old_connections, connections
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from dienests.kernel.exchange.pace import Pace
from dienests.site.api import entry
from dienests.site.api.tests.given import program
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House
from dienests.site.wsgi import application

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# What is drawn at random costs far more to draw than to answer, and gigabytes: it is left to a run by hand, with
# SCHEMATHESIS_EXAMPLES=100. The suite sends whatever lies at the bounds of the description, and sequences of requests.
EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "0"))
MOST = {"max-examples": EXAMPLES or 2}
# The description cannot say what a rulebook refuses (422), where a case stands (409) or who it belongs to (404).
UNDERSTOOD = ["2xx", "401", "403", "404", "409", "412", "422"]


def settings(secret: str) -> SchemathesisConfig:
    """Return how the tool is to work: everything it can check, in every phase, the same examples each time."""
    return SchemathesisConfig.from_dict(
        {
            "seed": 20_261_125,
            "workers": 1,
            "continue-on-failure": True,
            "auth": {"openapi": {"token": {"bearer": secret}}},
            "generation": MOST | {"deterministic": True, "database": "none", "mode": "all"},
            "phases": {
                "fuzzing": {"enabled": EXAMPLES > 0},
                "stateful": {"generation": MOST},
            },
            "checks": {"positive_data_acceptance": {"expected-statuses": UNDERSTOOD}},
        }
    )


class _Silent(WSGIRequestHandler):
    def log_message(self, *words: Any) -> None:
        """Say nothing about each request."""


@contextmanager
def served() -> Iterator[str]:
    """The application on a port of loopback; its thread looks into the transaction of this test."""
    shared = connections["default"]

    def serve(environ: Any, start_response: Any) -> Iterable[bytes]:
        connections["default"] = shared
        return [b"".join(application(environ, start_response))]

    shared.inc_thread_sharing()
    request_started.disconnect(close_old_connections)  # as the web client of Django's tests does
    server = make_server("127.0.0.1", 0, serve, handler_class=_Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        request_started.connect(close_old_connections)
        shared.dec_thread_sharing()


def found(secret: str) -> tuple[dict[str, int], list[str]]:
    """Return how many requests each phase sent, and everything that the checks found."""
    sent: dict[str, int] = {}
    faults: list[str] = []
    with served() as url:
        schema = schemathesis.openapi.from_url(f"{url}/api/v1/openapi.json", config=settings(secret))
        for event in from_schema(schema).execute():
            if isinstance(event, events.ScenarioFinished):
                phase = str(event.phase.value)
                sent[phase] = sent.get(phase, 0) + len(event.recorder.interactions)
                for checks in event.recorder.checks.values():
                    faults += [
                        f"{check.name}: {event.recorder.label}: {check.failure_info.failure}\n"
                        f"    {check.failure_info.code_sample}"
                        for check in checks
                        if check.failure_info is not None
                    ]
            elif isinstance(event, events.NonFatalError):
                faults.append(f"{event.label}: {event.value}")
            elif isinstance(event, events.FatalError):
                raise event.exception
    return sent, faults


@pytest.mark.parametrize("who", [people.CHAIR, people.OPENER])
def test_no_request_finds_a_fault(house: House, monkeypatch: pytest.MonkeyPatch, who: str) -> None:
    monkeypatch.setattr(entry, "PACE", Pace(1e6, 1e6))
    sent, faults = found(program(house, who).secret)
    assert not faults, f"{len(faults)} faults, sent {sent}\n" + "\n".join(faults[:20])
    phases = ("examples", "coverage", "stateful", *(["fuzzing"] if EXAMPLES else []))
    assert all(sent.get(phase) for phase in phases), sent
