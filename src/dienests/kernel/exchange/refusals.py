"""What the exchange refuses, in one sentence."""

from dienests.kernel.access.refusals import AccessError


class ExchangeError(AccessError):
    """A refusal in one sentence: what is wrong with a token, a system or a request, and what to do."""


class TokenRefused(ExchangeError):
    """A token opens nothing."""


class KeyTaken(ExchangeError):
    """The key of a request stands on another request already."""


class UnderWay(ExchangeError):
    """The same request is being carried out at this moment."""
