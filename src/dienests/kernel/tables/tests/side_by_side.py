"""Calls at the same moment, for every test of what happens when several act at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection


def side_by_side(*calls: Callable[[], Any], refused: type[Exception] | tuple[()] = ()) -> list[Any]:
    """Run all calls at the same moment, each with a connection of its own; a refusal is an answer too."""
    ready = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        connection.ensure_connection()
        ready.wait()
        try:
            return call()
        except refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
