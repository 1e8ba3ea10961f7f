"""The tables of the account, gathered for Django."""

from dienests.kernel.account.share import Share
from dienests.kernel.account.sum import Sum

__all__ = ["Share", "Sum"]
