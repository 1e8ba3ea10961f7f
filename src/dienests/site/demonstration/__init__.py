"""The demonstration: two invented institutions, invented people, and cases played through the engine.

The present redaction of the ethics code was issued on 27.02.2026. Cases dated before that day were never handled under
it: like all others here they are invented, so that two years of figures can be shown, and nothing else is meant.
"""

from dienests.site.demonstration.loading import load
from dienests.site.demonstration.sealing import seal_past

__all__ = ["load", "seal_past"]
