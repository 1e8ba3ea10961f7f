"""A process that does one act and kills itself on the way: `python -m ...victim POINT CASE ACTION LOGIN FIELDS MOMENT`.

The database is named by the environment, as for every process of the house.
"""

import json
import os
import signal
import sys
from datetime import datetime
from typing import Any

import django
from django.conf import settings

POINTS = ("before the commit", "between the commit and its effects", "during an effect", "nowhere")


def die(*_anything: Any, **_named: Any) -> Any:
    """End as if the power had gone: nothing is closed, flushed or taken back."""
    os.kill(os.getpid(), signal.SIGKILL)


def arm(point: str) -> None:
    """Put death at one point of the act."""
    from dienests.kernel.cases import effects, outbox
    from dienests.kernel.letters.sending import sends

    if point == "before the commit":
        write = effects.write
        effects.write = lambda *given, **named: die(write(*given, **named))  # type: ignore[assignment]
    elif point == "between the commit and its effects":
        outbox.run_pending = die
    elif point == "during an effect":
        outbox.handles("sends")(lambda effect: die(sends(effect)))


def main(point: str, case: str, action: str, login: str, fields: str, moment: str) -> None:
    """Do the act."""
    settings.INSTALLED_APPS += ["dienests.kernel.cases.tests.house"]
    django.setup()
    from dienests.kernel.access.account import Account
    from dienests.kernel.access.actor import actor_for
    from dienests.kernel.cases.case import Case
    from dienests.kernel.cases.tests.house.people import declared
    from dienests.kernel.cases.verbs import perform

    at = datetime.fromisoformat(moment)
    actor = actor_for(Account.objects.select_related("person").get(login=login), at.date())
    arm(point)
    with declared():
        perform(case=Case.objects.get(pk=case), action=action, actor=actor, at=at, fields=json.loads(fields))


if __name__ == "__main__":
    main(*sys.argv[1:])
