"""The tables of access, gathered for Django."""

from dienests.kernel.access.account import Account
from dienests.kernel.access.delay import SignInDelay
from dienests.kernel.access.external_identity import ExternalIdentity
from dienests.kernel.access.invitation import Invitation
from dienests.kernel.access.limits import Allowance
from dienests.kernel.access.open_session import OpenSession
from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.access.read_list import ReadList
from dienests.kernel.access.second_factor import RecoveryCode, SecondFactor

__all__ = [
    "Account", "Allowance", "ExternalIdentity", "Invitation", "OpenSession", "ReadEvent", "ReadList",
    "RecoveryCode", "SecondFactor", "SignInDelay",
]  # fmt: skip
