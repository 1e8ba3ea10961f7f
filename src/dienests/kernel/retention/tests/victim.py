"""A process that erases and kills itself on the way: `python -m ...victim POINT CASE LOGIN KINDS MOMENT FOLDER`."""

import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import django
from django.conf import settings

POINTS = ("before the list", "between the list and the commit", "between the commit and the keys", "nowhere")


def die(*_anything: Any, **_named: Any) -> Any:
    """End as if the power had gone: nothing is closed, flushed or taken back."""
    os.kill(os.getpid(), signal.SIGKILL)


def arm(point: str) -> None:
    """Put death at one point of the erasing."""
    from dienests.kernel.retention import erased_list, files

    if point == "before the list":
        erased_list.append = die
    elif point == "between the list and the commit":
        append = erased_list.append
        erased_list.append = lambda lines: die(append(lines))  # type: ignore[assignment]
    elif point == "between the commit and the keys":
        files._destroy = die


def main(point: str, case: str, login: str, kinds: str, moment: str, folder: str) -> None:
    """Erase."""
    settings.INSTALLED_APPS += ["dienests.kernel.cases.tests.house"]
    settings.LOG_DIR = Path(folder)
    django.setup()
    from dienests.kernel.access.account import Account
    from dienests.kernel.access.actor import actor_for
    from dienests.kernel.cases.tests.house.people import declared
    from dienests.kernel.retention.erasing import erase

    at = datetime.fromisoformat(moment)
    actor = actor_for(Account.objects.select_related("person").get(login=login), at.date())
    arm(point)
    with declared():
        erase(case=UUID(case), kinds=kinds.split(","), actor=actor, at=at, submission=uuid4())


if __name__ == "__main__":
    main(*sys.argv[1:])
