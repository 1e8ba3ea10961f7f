"""The demonstration: two invented institutions, invented people, and cases played through the engine."""

from dienests.site.demonstration.loading import load

__all__ = ["load"]
