"""A paragraph as one reader may know it: norm, procedure, evidence, account; the same for the page, JSON and feed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.account.carriers import Carrier, carried_by
from dienests.kernel.account.evidence import Deed, deeds
from dienests.kernel.account.figures import FEWEST, Figures, Quarter, figures
from dienests.kernel.account.known import tally_for
from dienests.kernel.account.states import State, insight, of_office, states
from dienests.kernel.account.tally import Tally
from dienests.kernel.norms import outline
from dienests.kernel.norms.act import Act, Provision
from dienests.kernel.norms.imported_text import ProvisionText, words_of


@dataclass(frozen=True)
class Paragraph:
    """One provision on one day for one reader; each band is computed when it is asked for."""

    act: Act
    provision: Provision
    on: date
    today: date
    reader: Actor | None

    @classmethod
    def find(cls, act: str, address: str, *, on: date, today: date, reader: Actor | None) -> "Paragraph | None":
        """Return the paragraph, or None where there is no such act or address."""
        found = outline.provision(act, address)
        return cls(outline.act(act), found, on, today, reader) if found else None

    @property
    def before(self) -> bool:
        """Say whether the act was not issued yet on the day."""
        return self.act.issued is not None and self.on < self.act.issued

    @cached_property
    def words(self) -> ProvisionText | None:
        """The official text of the redaction in force on the day."""
        return words_of(self.act.slug, self.provision.address, self.on)

    @cached_property
    def carriers(self) -> list[Carrier]:
        """The procedures that carry the paragraph."""
        return carried_by(self.act.slug, self.provision.address)

    @cached_property
    def states(self) -> dict[str, State]:
        """The states of all provisions of the act."""
        return states(self.act, on=self.on, today=self.today, reader=self.reader, counted=self.tally)

    @cached_property
    def tally(self) -> Tally:
        """What stands on the day in the institution of the reader."""
        return tally_for(self.reader, on=self.on, today=self.today)

    @property
    def state(self) -> State | None:
        """The state of this paragraph; None before the act was issued."""
        return self.states.get(self.provision.address)

    @cached_property
    def neighbours(self) -> list[tuple[Provision, State]]:
        """The provisions of the same chapter with their states, for the strip above the bands."""
        same = (each for each in self.act.provisions if each.chapter == self.provision.chapter)
        return [(each, self.states[each.address]) for each in same if each.address in self.states]

    @cached_property
    def known(self) -> bool:
        """Say whether the reader may know the course of every procedure that carries the paragraph."""
        return {each.procedure.slug for each in self.carriers} <= insight(self.reader)

    @cached_property
    def counted_out(self) -> bool:
        """Say whether the reader sees counts as they are: by an office in each procedure that carries the paragraph."""
        return {each.procedure.slug for each in self.carriers} <= of_office(self.reader)

    @cached_property
    def deeds(self) -> list[Deed]:
        """The last acts that the reader may see."""
        return [] if self.before else deeds(self.carriers, on=self.on, reader=self.reader)

    @cached_property
    def figures(self) -> Figures | None:
        """The account; None where nothing is carried, or before the act was issued."""
        if not self.carriers or self.before:
            return None
        if self.known:
            institution = self.reader.institution if self.reader else None
            return figures(
                self.carriers, on=self.on, today=self.today, institution=institution, counted=self.tally
            )  # fmt: skip
        return figures(self.carriers, on=self.counted_to, today=self.today, institution=None)

    @property
    def counted_to(self) -> date:
        """The last day that the figures count: for the public of a sealed procedure the end of the last full quarter.

        Two days asked for one after the other would else tell on which day an act was done.
        """
        first = date(self.on.year, (self.on.month - 1) // 3 * 3 + 1, 1)
        return self.on if self.known else first - timedelta(days=1)

    @cached_property
    def shown(self) -> dict[str, Any]:
        """The figures as this reader may see them: others than officials see fives, and no median over fewer.

        Exact counts beside each other would tell by their differences what none of them tells alone (ADR 0038).
        """
        found = self.figures
        if found is None:
            return {}
        hide: Callable[[int], Any] = (lambda n: n) if self.counted_out else _fives
        days = found.days if self.counted_out or found.done >= FEWEST else None
        return {
            "rounded_down_to": 1 if self.counted_out else FEWEST,
            "done": hide(found.done), "in_time": hide(found.in_time), "late": hide(found.late),
            "overdue": hide(found.overdue), "running": hide(found.running), "days": days,
            "quarters": [self._quarter(each, hide(each.done)) for each in found.quarters],
        }  # fmt: skip

    def _quarter(self, quarter: Quarter, done: Any) -> dict[str, Any]:
        days = quarter.days if self.counted_out or quarter.done >= FEWEST else None
        return {"year": quarter.year, "quarter": quarter.number, "done": done, "days": days}


def _fives(n: int) -> int | str:
    return n - n % FEWEST if n >= FEWEST else _("fewer than %(fewest)s") % {"fewest": FEWEST}
