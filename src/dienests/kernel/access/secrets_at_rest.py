"""Secrets of the second factor at rest: encrypted under a named key that neither the database nor its backups hold."""

import hashlib
import hmac
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from dienests.kernel.access.refusals import AccessError
from dienests.kernel.keys import store as keys

SECRET_KEY, RECOVERY_KEY = "second-factor", "recovery-codes"
_SUITE = b"\x01"  # AES-256-GCM, nonce of 12 bytes in front
_NONCE_BYTES = 12


@sensitive_variables()
def seal(secret: bytes, *, account: UUID, first: bool) -> bytes:
    """Return the ciphertext of a secret, bound to its account; only the `first` of all may create the key."""
    nonce = os.urandom(_NONCE_BYTES)
    key = keys.key(SECRET_KEY) if first else _existing(SECRET_KEY)
    return _SUITE + nonce + AESGCM(key).encrypt(nonce, secret, _SUITE + account.bytes)


@sensitive_variables()
def unseal(blob: bytes, *, account: UUID) -> bytes:
    """Return the secret; raises AccessError when it belongs to another account or another key store."""
    suite, nonce, cipher = blob[:1], blob[1 : 1 + _NONCE_BYTES], blob[1 + _NONCE_BYTES :]
    try:
        return AESGCM(_existing(SECRET_KEY)).decrypt(nonce, cipher, suite + account.bytes)
    except InvalidTag:
        raise AccessError(
            _("The second factor cannot be read: the key store is another one. Tell the administrator.")
        ) from None


@sensitive_variables()
def fingerprint(code: str, *, account: UUID) -> bytes:
    """Return the keyed hash under which a recovery code is kept; 80 random bits need no slow hash besides."""
    return hmac.new(keys.key(RECOVERY_KEY), account.bytes + code.encode(), hashlib.sha256).digest()


def _existing(name: str) -> bytes:
    """Return the key; a new one beside old secrets would lock everybody out silently."""
    found = keys.existing(name)
    if found is None:
        raise keys.KeyStoreError(
            f"The key {name} is missing while the database holds second factors; restore it into KEY_URL."
        )
    return found
