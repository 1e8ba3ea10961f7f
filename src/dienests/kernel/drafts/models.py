"""The tables of drafts."""

from dienests.kernel.drafts.draft import Draft

__all__ = ["Draft"]
