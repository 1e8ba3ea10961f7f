"""The tables of access, gathered for Django."""

from dienests.kernel.access.account import Account
from dienests.kernel.access.delay import SignInDelay

__all__ = ["Account", "SignInDelay"]
