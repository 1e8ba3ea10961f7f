"""A process that is told to stop finishes what it does, notices at once when it waits, and forgets neither."""

import signal
import subprocess
import sys

import pytest

from tests.architecture.house import ROOT

LONG = 50
WAITING = f"""
import sys, time
from dienests.cli.stopping import Stop
stop = Stop()
assert not stop.within(0)
print("ready", flush=True)
if sys.argv[1] == "works":
    until = time.monotonic() + 0.3
    while time.monotonic() < until:
        pass
    print("finished", flush=True)
print(stop.within({LONG}), stop.within({LONG}))
sys.stdin.read()
"""


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize(("state", "said"), [("waits", ["True True"]), ("works", ["finished", "True True"])])
def test_told_once_or_often_it_stops_by_itself(state: str, said: list[str], told: signal.Signals, times: int) -> None:
    command, own = [sys.executable, "-c", WAITING, state], {"PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=own) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        for _each in range(times):
            process.send_signal(told)
        words, _ = process.communicate(timeout=LONG)
    assert words.splitlines() == said
    assert process.returncode == 0
