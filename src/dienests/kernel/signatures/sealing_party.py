"""Who would seal, as an operator wants to know it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SealingParty:
    """The names in the certificate, its last moment, and whether seal and stamps are made for development only."""

    subject: str
    organisation: str
    until: datetime
    is_development: bool
    stamps_are_development: bool
