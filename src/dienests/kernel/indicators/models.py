"""The tables of indicators, gathered for Django."""

from dienests.kernel.indicators.measurement import Measurement, Target

__all__ = ["Measurement", "Target"]
