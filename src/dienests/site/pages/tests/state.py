"""A page in one state, as one person meets it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class State:
    """One page as one person meets it; `press` sends its form as it stands, which makes its errors."""

    name: str
    who: str | None
    place: str
    press: bool = False
