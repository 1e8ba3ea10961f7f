"""Proof of a right to represent: the document, and for a notarised one the notary, the date and the number."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dienests.kernel.parties import refusals
from dienests.kernel.parties.refusals import PartiesError


@dataclass(frozen=True, slots=True)
class Proof:
    """What was shown when the right was recorded; matrix 1.5: a notarised proxy names notary, date, register number."""

    document: str
    notary: str = ""
    dated: date | None = None
    number: str = ""

    def columns(self, *, notarised: bool) -> dict[str, Any]:
        """Return the columns of the row; raises PartiesError when something is missing."""
        document = refusals.text(self.document, _("The proof is missing: name the document that was shown."))
        notary, number = " ".join(self.notary.split()), " ".join(self.number.split())
        if notarised and not (notary and number and self.dated):
            raise PartiesError(
                _("A notarised power of attorney is recorded with the notary, its date and its register number.")
            )
        return {"proof": document, "notary": notary, "proved_on": self.dated, "proof_number": number}
