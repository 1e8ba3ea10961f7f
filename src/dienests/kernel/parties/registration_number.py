"""Registration numbers of legal persons: public, plain, checked."""

from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError
from stdnum.lv import pvn

from dienests.kernel.parties.refusals import PartiesError


def verify(number: str) -> str:
    """Return the eleven digits; raises PartiesError unless they are the number of a legal person."""
    try:
        digits = pvn.validate(number)
    except ValidationError:
        digits = ""
    # A first digit up to 3 is a personal code: it must never be kept in a plain column, nor repeated in a message.
    if not digits or digits[0] <= "3":
        raise PartiesError(_("This is no registration number of a legal person: check its eleven digits."))
    return digits
