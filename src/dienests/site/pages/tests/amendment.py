"""An invented next version of the report, published for the time of a test: what an amendment looks like in pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from dienests.kernel.procedures import registry
from dienests.kernel.procedures.actions import action
from dienests.kernel.procedures.lock import Published, place, read, write
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.stages import stage


@contextmanager
def amended(settings: Any, folder: Path) -> Iterator[type[Procedure]]:
    """Declare and publish one more version of the report: proposals are put on a table, advice is not promised."""
    old: Any = registry.newest()["ethics-report"]
    lock = read(place())
    settings.ROOT = folder
    write(place(), [*lock, Published("ethics-report", old.version + 1, "b" * 64, date(2026, 11, 1), "order 7")])
    weighing = stage("weighing", awaits=old.chair)
    items = {
        "promise": None, "collected": None, "weighing": weighing,
        "collect": action(
            "put on the table", old.received, weighing, by=old.chair, basis=old.actions["collect"].basis,
            when=old.actions["collect"].when, starts=old.quarter,
        ),
        "weigh": action(
            "weigh", weighing, old.answered, by=old.commission, basis=old.actions["weigh"].basis, asks=("answer",),
            stops=old.quarter,
        ),
    }  # fmt: skip
    how: dict[str, Any] = {"basis": old.basis, "record": old.record, "issued": date(2026, 11, 1), "numbered": "EK"}
    new: Any = type("Next", (old,), items, slug="ethics-report", version=old.version + 1, registered=False, **how)
    registry.register(new)
    try:
        yield new
    finally:
        registry.withdraw(new)
