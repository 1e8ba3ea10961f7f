"""Why an act is taken back or a case reopened: reasons, which stay out of the log, and a basis, which stands in it."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dienests.kernel.log.canonical import commitment, new_salt
from dienests.kernel.procedures.fields import keepable
from dienests.kernel.procedures.refusals import Refusal

LONGEST = {"reasons": 5_000, "basis": 300}


@dataclass(frozen=True, slots=True)
class Why:
    """Reasons with the salt of their hash, and the basis: an order, or a paragraph, without names of private people."""

    reasons: str
    basis: str
    salt: bytes

    @classmethod
    def given(cls, reasons: str, basis: str) -> "Why":
        """Check what was typed; raises Refusal with a sentence for each that is missing or cannot be kept."""
        typed = {"reasons": reasons.replace("\r\n", "\n").strip(), "basis": " ".join(basis.split())}
        wrong = {name: sentence for name, text in typed.items() if (sentence := _wrong(name, text))}
        if wrong:
            raise Refusal(next(iter(wrong.values())), kind="fields", fields=wrong)
        return cls(typed["reasons"], typed["basis"], new_salt())

    @property
    def payload(self) -> dict[str, Any]:
        """What the log keeps."""
        return {"reasons": {"sha256": commitment(self.salt, self.reasons).hex()}}

    @property
    def columns(self) -> dict[str, str]:
        """What the table keeps."""
        return {"reasons": self.reasons, "basis": self.basis, "salt": self.salt.hex()}


def _wrong(name: str, text: str) -> Any:
    if not text:
        return _("Say why.") if name == "reasons" else _("Name the basis: an order or a paragraph.")
    if len(text) > LONGEST[name]:
        return _("The text is too long; shorten it.")
    try:
        keepable(text)
    except ValidationError as wrong:
        return wrong.messages[0]
    return ""
