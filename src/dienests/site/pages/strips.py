"""Strips: each rulebook as a row of cells, one per provision, by shape and colour; drawn once per state of the data."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from dienests.kernel.access.actor import Actor
from dienests.kernel.account.known import tally_for
from dienests.kernel.account.memory import Memory
from dienests.kernel.account.states import ORDER, State, states
from dienests.kernel.account.tally import Tally
from dienests.kernel.norms.act import Act, Chapter, Provision
from dienests.site.design.cells import STATES


@dataclass(frozen=True, slots=True)
class Strip:
    """One rulebook on the home page: its drawn cells and how many are in each state (none before it was issued)."""

    act: Act
    cells: SafeString
    sums: tuple[tuple[State, int], ...]
    overdue: tuple[Provision, ...]

    @property
    def introduced(self) -> int:
        """How many provisions a declaration carries."""
        return sum(n for state, n in self.sums if state in ORDER)

    @property
    def before(self) -> bool:
        """Say whether the act was not issued yet on the day."""
        return not self.sums


_memory: Memory[Strip] = Memory()
SUMMED = (*ORDER, State.OPEN, State.NOT_FOR_SOFTWARE)


def strips(acts: Iterable[Act], *, on: date, today: date, reader: Actor | None) -> list[Strip]:
    """Return the strips of acts on a day, those that are carried most first; the day is counted once for all."""
    counted = tally_for(reader, on=on, today=today)
    drawn = [strip(act, counted, on=on, today=today, reader=reader) for act in acts]
    return sorted(drawn, key=lambda each: -each.introduced)


def strip(act: Act, counted: Tally, *, on: date, today: date, reader: Actor | None) -> Strip:
    """Return the strip of an act on a day, drawn anew only when the tally of that day is another one."""
    institution = reader.institution if reader else None
    sight = frozenset((each.institution, each.slug) for each in reader.offices) if reader else None
    key = (act.slug, on, today, institution, sight, get_language())
    return _memory.get(
        key,
        mark=lambda: counted.serial,
        count=lambda: _strip(act, states(act, on=on, today=today, reader=reader, counted=counted), on, today),
    )


def _strip(act: Act, known: Mapping[str, State], on: date, today: date) -> Strip:
    sums = Counter(known.values())
    query = "" if on == today else f"?on={on.isoformat()}"
    groups = [(title, _cells(provisions, known, query)) for title, provisions in _chapters(act)] if known else []
    drawn = format_html_join(
        "",
        '<div class="d-strip__group"><p class="d-strip__title">{}</p><ul class="d-strip__cells">{}</ul></div>',
        groups,
    )
    return Strip(
        act, drawn, tuple((state, sums[state]) for state in SUMMED if sums[state]),
        tuple(each for each in act.provisions if known.get(each.address) is State.OVERDUE),
    )  # fmt: skip


def _cells(provisions: list[Provision], known: Mapping[str, State], query: str) -> SafeString:
    rows = ((each, known[each.address]) for each in provisions)
    return format_html_join(
        "",
        '<li><a class="d-cell d-cell--{}" href="{}{}" title="{}" aria-label="{}"></a></li>',
        ((state, _url(each), query, said, said) for each, state in rows for said in [_said(each, state)]),
    )


def _said(provision: Provision, state: State) -> str:
    return format_html("{}. {}: {}", provision.address, provision.title, STATES[state.value])


def _url(provision: Provision) -> str:
    return reverse("provision", kwargs={"act": provision.act, "address": provision.address})


def _chapters(act: Act) -> list[tuple[str, list[Provision]]]:
    """Return the titles of chapters with their own provisions, in the order of the document; empty ones left out."""
    found: list[tuple[str, list[Provision]]] = [("", [])]
    for each in act.items():
        if isinstance(each, Chapter):
            found.append((f"{each.number or each.address}. {each.title}" if act_numbers(act) else str(each.title), []))
        else:
            found[-1][1].append(each)
    return [(title, provisions) for title, provisions in found if provisions]


def act_numbers(act: Act) -> bool:
    """Say whether the chapters of an act carry numbers that a reader knows."""
    return all((each.number or each.address)[:1].isdecimal() for each in act.chapters)
