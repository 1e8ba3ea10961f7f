"""Sealing: the code and a key of the store together find a draft and open it; either alone does neither."""

import hashlib
import hmac
import json
import os
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.views.decorators.debug import sensitive_variables

from dienests.kernel.keys import store as keys

KEY = "drafts"
_NONCE_BYTES = 12


@sensitive_variables()
def fingerprint(code: str) -> bytes:
    """Return the keyed hash by which the draft of a code is found."""
    return _derived("find", code)


@sensitive_variables()
def seal(content: object, *, code: str, submission: UUID) -> bytes:
    """Return the ciphertext (AES-256-GCM, nonce in front) of what JSON can hold, bound to its form."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(_derived("seal", code)).encrypt(nonce, json.dumps(content).encode(), submission.bytes)


@sensitive_variables()
def unseal(blob: bytes, *, code: str, submission: UUID) -> object:
    """Return what was sealed; raises InvalidTag when it was changed or belongs to another form."""
    nonce, cipher = bytes(blob[:_NONCE_BYTES]), bytes(blob[_NONCE_BYTES:])
    return json.loads(AESGCM(_derived("seal", code)).decrypt(nonce, cipher, submission.bytes))


@sensitive_variables()
def _derived(purpose: str, code: str) -> bytes:
    """Return a key for one purpose; the code is as random as a key, so no slow hash is needed."""
    return hmac.new(keys.key(KEY), f"{purpose}\0{code}".encode(), hashlib.sha256).digest()
