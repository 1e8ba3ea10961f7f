"""A process that moves running cases and is killed on the way: `python -m ...migrant BEFORE_THE MOMENT ROOT`.

It dies inside the transaction of the case with this number (1, 2, ...), after its event was written and before its
commit. ROOT is the folder with the procedures.lock.
"""

import sys
from datetime import datetime
from typing import Any

import django
from django.conf import settings

from dienests.kernel.cases.tests.house.victim import die

STAGES = {"asked": "asked", "opened": "arranged", "checked": "checked", "hearing": "hearing", "waiting": "waiting"}


def main(number: str, moment: str, root: str) -> None:
    """Move all visits of version 1 to version 3."""
    settings.INSTALLED_APPS += ["dienests.kernel.cases.tests.house"]
    django.setup()
    settings.ROOT = root
    from dienests.kernel.cases import migrating
    from dienests.kernel.cases.migration import Migration
    from dienests.kernel.cases.tests.house.people import declared
    from dienests.kernel.cases.tests.house.procedure import Matters, Visits, Visits2, Visits3
    from dienests.kernel.log.streams import SYSTEM

    left = int(number)

    def dying(*given: Any) -> None:
        nonlocal left
        left -= 1
        if not left:
            die()

    migrating._join = dying
    with declared(Matters, Visits, Visits2, Visits3):
        plan = Migration("house-visit", 1, 3, "order 9", STAGES)
        migrating.migrate(migration=plan, by=SYSTEM, at=datetime.fromisoformat(moment))


if __name__ == "__main__":
    main(*sys.argv[1:])
