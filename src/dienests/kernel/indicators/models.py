"""The tables of indicators, gathered for Django."""

from dienests.kernel.indicators.measurement import Measurement, Target
from dienests.kernel.indicators.snapshot import Snapshot

__all__ = ["Measurement", "Snapshot", "Target"]
