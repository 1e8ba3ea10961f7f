"""A process that sends one request and kills itself on the way: `python -m ...victim POINT PATH SECRET KEY BODY`."""

import os
import signal
import sys
from typing import Any

import django

POINTS = ("between the act and its answer", "between the commit and the reply")


def die(*_anything: Any, **_named: Any) -> Any:
    """End as if the power had gone."""
    os.kill(os.getpid(), signal.SIGKILL)


def dies_at_the_answer(insert: Any) -> Any:
    """Return an insert that dies when the act is written and its answer is about to be."""

    def inserting(columns: Any, cursor: Any, row: Any) -> None:
        if columns.model.__name__ == "KeptAnswer":
            die()
        insert(columns, cursor, row)

    return inserting


def main(point: str, path: str, secret: str, key: str, body: str) -> None:
    """Send the request through the whole house."""
    django.setup()
    from django.test import Client

    from dienests.kernel.cases.statements import Columns
    from dienests.site.api import entry

    if point == POINTS[0]:
        Columns.insert = dies_at_the_answer(Columns.insert)  # type: ignore[method-assign]
    else:
        entry._response = die  # type: ignore[assignment]
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": key}
    Client(HTTP_HOST="localhost").post(path, body, content_type="application/json", headers=headers)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dienests.site.settings")
    main(*sys.argv[1:])
