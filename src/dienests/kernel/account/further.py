"""States that others than procedures give to a paragraph, such as duties; they register here, the account asks them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from dienests.kernel.access.actor import Actor
from dienests.kernel.norms.act import Act

if TYPE_CHECKING:
    from dienests.kernel.account.states import State
    from dienests.kernel.account.tally import Tally

Given = Mapping[str, Sequence["State"]]
Source = Callable[[Act, date, Actor | None, "Tally"], Given]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a source: it returns the states that it gives to addresses of an act on a day, as far as a reader may know.

    The tally of the day is passed along for the parameters that are set.
    """
    if source not in _sources:
        _sources.append(source)


def further(act: Act, on: date, reader: Actor | None, counted: "Tally") -> dict[str, list["State"]]:
    """Return what all sources say, by address."""
    found: dict[str, list[State]] = {}
    for source in _sources:
        for address, given in source(act, on, reader, counted).items():
            found.setdefault(address, []).extend(given)
    return found
