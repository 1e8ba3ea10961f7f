"""The pages of the log, and receipts of acts and figures, in their states."""

from datetime import UTC, datetime

from dienests.kernel.indicators.declaration import declared
from dienests.kernel.indicators.snapshot import Snapshot
from dienests.kernel.indicators.years import years
from dienests.kernel.log.events import Event
from dienests.kernel.log.sealing import seal
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address
from dienests.site.pages.tests.state import State


def of_log(house: House) -> list[State]:
    """Seal what was done so far, and one act less, and return the states."""
    seal(at=datetime.now(UTC))
    sealed = house.submit(people.OPENER, "advice", "Vai drīkst pieņemt dāvanu?")
    return [
        State("log", None, address("log")),
        State("log-consistency", None, address("log-consistency") + "?from=3"),
        State("log-consistency", None, address("log-consistency") + "?from=2001-01-01"),
        State("proof", people.CHAIR, act_of(Event.objects.filter(stream_kind="case", act="submit").earliest("at"))),
        State("proof", people.OPENER, act_of(Event.objects.get(stream=sealed.pk))),
        *(State("figure-proof", None, address("figure-proof", slug=each.indicator, pk=each.pk)) for each in figures()),
    ]


def act_of(event: Event) -> str:
    """Return the address of the receipt of an act of a case."""
    return address("proof", pk=event.stream, event=event.pk)


def figures() -> list[Snapshot]:
    """Return one figure that everybody may see."""
    told = [each for one in declared() for taken in Snapshot.objects.filter(indicator=one.slug)
            for each in years(one, taken.institution_id, reader=None)]  # fmt: skip
    return [each.snapshot for each in told if not (each.hidden or each.few)][:1]
