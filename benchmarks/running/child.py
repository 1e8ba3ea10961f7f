"""A process of a benchmark's own: it is told by JSON what to do, sets Django up, and answers with one line of JSON."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any


def answer(work: Callable[..., Any]) -> None:
    """Do what was asked for on standard input; whatever the work itself prints goes to the error stream."""
    given = json.loads(sys.stdin.read())
    with redirect_stdout(sys.stderr):
        from dienests.cli import prepare  # noqa: PLC0415 - sets Django up in this process

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dienests.site.settings")
        prepare.all_of_it(sources=None)
        found = work(**given)
    print(json.dumps(found, ensure_ascii=False, default=str))
