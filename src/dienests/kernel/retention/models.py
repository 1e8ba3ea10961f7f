"""The tables of retention, gathered for Django."""

from dienests.kernel.retention.erasure import Erasure
from dienests.kernel.retention.hold import Hold

__all__ = ["Erasure", "Hold"]
