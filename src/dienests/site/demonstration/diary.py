"""A diary: the acts of one invented case as they are written down, each on a working day after the last."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from dienests.conduct.ethics_reports.facade import Step
from dienests.kernel.calendar.zone import local_date
from dienests.site.demonstration.pace import after, in_office
from dienests.site.demonstration.roster import Roster
from dienests.site.demonstration.wording import worded


@dataclass
class Diary:
    """One case being told; `number` is which of its kind, `late` whether a term in it is missed."""

    roster: Roster
    chance: Random
    at: datetime
    number: int
    late: bool
    steps: list[Step] = field(default_factory=list)

    @property
    def on(self) -> date:
        """The day that has been reached."""
        return local_date(self.at)

    def write(self, action: str, who: str, **fields: Any) -> None:
        """Write down an act; the alternatives in its texts are decided."""
        told = {name: worded(value, self.chance) if isinstance(value, str) else value for name, value in fields.items()}
        self.steps.append(Step(self.at, action, who, told))

    def wait(self, least: int, most: int) -> None:
        """Let working days pass."""
        self.at = in_office(after(self.on, self.chance.randint(least, most)), self.chance)

    def wait_for(self, day: date) -> None:
        """Let the time pass until a day, or an hour where it has come already."""
        self.at = in_office(day, self.chance) if day > self.on else self.at + timedelta(hours=1)

    def happens(self, share: float) -> bool:
        """Decide by chance, in so many cases out of one."""
        return self.chance.random() < share

    def writer(self) -> str:
        """Choose who writes."""
        return self.chance.choice(self.roster.writers)


Course = Callable[[Diary], None]
