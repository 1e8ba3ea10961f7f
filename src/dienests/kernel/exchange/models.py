"""The tables of the exchange, gathered for Django."""

from dienests.kernel.exchange.kept_answer import KeptAnswer
from dienests.kernel.exchange.system import System
from dienests.kernel.exchange.token import Token

__all__ = ["KeptAnswer", "System", "Token"]
