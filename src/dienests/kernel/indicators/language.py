"""The words in which a module's `indicators.py` is written."""

from dienests.kernel.indicators.declaration import ENTERED, Direction, Indicators, indicator
from dienests.kernel.indicators.facts import Fact, median_of, number_of, share_of
from dienests.kernel.norms.basis import rulebook

DOWN, UP = Direction.DOWN, Direction.UP

__all__ = [
    "DOWN", "ENTERED", "UP", "Fact", "Indicators", "indicator", "median_of", "number_of", "rulebook", "share_of",
]  # fmt: skip
