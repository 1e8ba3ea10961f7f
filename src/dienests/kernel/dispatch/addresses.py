"""Addresses as each way needs them; a wrong one is refused with a sentence."""

import re

from django.utils.translation import gettext as _

from dienests.kernel.dispatch.way import Way
from dienests.kernel.mail.addresses import is_address

# Of a person _PERSONAS_KODS, of a firm or an institution its registration number or a name: Law on the Official
# Electronic Address; the operator of the addresses answers whether one exists.
E_ADDRESS = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@-]{2,99}")
LINES = 6


class AddressRefused(ValueError):
    """An address that the way cannot use; one sentence."""


def checked(way: str, address: str) -> str:
    """Return an address as it is kept: trimmed, lines of a postal address one below the other.

    Raises AddressRefused with a sentence.
    """
    tidy = "\n".join(line for raw in address.splitlines() if (line := " ".join(raw.split())))
    if way not in Way.values:
        raise AddressRefused(_("Choose how the letter goes."))
    if way in (Way.POST, Way.REGISTERED):
        return _postal(tidy)
    if way == Way.E_ADDRESS:
        if not E_ADDRESS.fullmatch(tidy):
            raise AddressRefused(_("This is no official electronic address: write it as its owner gave it."))
        return tidy
    if way == Way.MAIL:
        if not is_address(tidy):
            raise AddressRefused(_("This is no e-mail address: write it like name@example.lv."))
        return tidy
    return ""


def _postal(tidy: str) -> str:
    lines = tidy.splitlines()
    if len(lines) < 2 or len(lines) > LINES or len(tidy) > 400:
        raise AddressRefused(_("Write the address in two to six lines: street and house, place with postal code."))
    return tidy
