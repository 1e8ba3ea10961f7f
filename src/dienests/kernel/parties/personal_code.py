"""Personal codes: never in plain at rest; a keyed hash finds an equal one, a ciphertext shows it again.

There are so few codes that a plain hash, or one salted once, is searched through in minutes: hence HMAC under a
key that neither the database nor its backups hold. No message, repr or log line repeats a code.
"""

import hashlib
import hmac
import os
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from stdnum.exceptions import ValidationError
from stdnum.lv import pvn

from dienests.kernel.keys import store as keys
from dienests.kernel.parties.person import Person
from dienests.kernel.parties.refusals import PartiesError

SEARCH_KEY, SHOW_KEY = "codes-search", "codes-show"
_SUITE = b"\x01"  # AES-256-GCM, nonce of 12 bytes in front
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Protected:
    """The two columns that stand for a code."""

    search: bytes = field(repr=False)
    cipher: bytes = field(repr=False)


@sensitive_variables()
def verify(code: str) -> str:
    """Return the eleven digits; raises PartiesError unless they are a personal code of the old or the new form."""
    try:
        digits = pvn.validate(code)
    except ValidationError:
        digits = ""
    # The old form carries the century of birth as 0, 1 or 2; a first digit above 3 is a legal person.
    old_form = digits[:2] != "32"
    if not digits or digits[0] > "3" or (old_form and digits[6] > "2"):
        raise PartiesError(_("This is no personal code: check its eleven digits."))
    return digits


@sensitive_variables()
def protect(code: str, *, person: UUID) -> Protected:
    """Return both columns for a code; the ciphertext is bound to the person and is worth nothing in another row."""
    digits = verify(code).encode()
    nonce = os.urandom(_NONCE_BYTES)
    cipher = AESGCM(_key(SHOW_KEY)).encrypt(nonce, digits, _SUITE + person.bytes)
    return Protected(search=_hash(digits), cipher=_SUITE + nonce + cipher)


@sensitive_variables()
def show(person: Person) -> str:
    """Return the code as it is written, 123456-12345, or "" when the person has none."""
    if person.code_cipher is None:
        return ""
    blob = bytes(person.code_cipher)
    suite, nonce, cipher = blob[:1], blob[1 : 1 + _NONCE_BYTES], blob[1 + _NONCE_BYTES :]
    try:
        digits = AESGCM(_key(SHOW_KEY)).decrypt(nonce, cipher, suite + person.id.bytes).decode()
    except InvalidTag:
        raise PartiesError(
            _("The personal code cannot be shown: the key store is another one, or the row was changed by hand.")
        ) from None
    return f"{digits[:6]}-{digits[6:]}"


@sensitive_variables()
def search(code: str) -> Person | None:
    """Return the person who has the code, or None; raises PartiesError when it is no personal code."""
    return Person.objects.filter(code_search=_hash(verify(code).encode())).first()


@sensitive_variables()
def _hash(digits: bytes) -> bytes:
    return hmac.new(_key(SEARCH_KEY), b"personal code:" + digits, hashlib.sha256).digest()


def _key(name: str) -> bytes:
    """Return the key, created only while no code is stored: a new key beside old codes would lose them silently."""
    found = keys.existing(name)
    if found is not None:
        return found
    if Person.objects.filter(code_search__isnull=False).exists():
        # Another process may have created the key and stored the first code since we looked.
        found = keys.existing(name)
        if found is None:
            raise keys.KeyStoreError(
                f"The key {name} is missing while the database holds personal codes; restore it into KEY_URL."
            )
        return found
    return keys.key(name)
