"""Codes of six digits from a shared secret and the time (RFC 6238), and recovery codes."""

import base64
import hmac
import re
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.views.decorators.debug import sensitive_variables

DIGITS, STEP_SECONDS, SECRET_BYTES = 6, 30, 20
RECOVERY_CODES, RECOVERY_BYTES = 10, 10
# A phone's clock may be off by half a minute, and typing takes time.
STEPS_AROUND = (0, -1, 1)
ISSUER = "Dienests"


def new_secret() -> bytes:
    """Return a secret of 160 random bits."""
    return secrets.token_bytes(SECRET_BYTES)


@sensitive_variables()
def code_at(secret: bytes, at: datetime) -> str:
    """Return the code of the moment."""
    # SHA-1 within HMAC is what every authenticator app speaks; its known collisions do not concern HMAC.
    return TOTP(secret, DIGITS, SHA1(), STEP_SECONDS).generate(int(at.timestamp())).decode()


@sensitive_variables()
def matching_step(secret: bytes, code: str, *, at: datetime, after: int) -> int | None:
    """Return the time step whose code was given, or None; steps up to `after` were used already and fit no more."""
    now = int(at.timestamp()) // STEP_SECONDS
    clock = TOTP(secret, DIGITS, SHA1(), STEP_SECONDS)
    steps = [
        now + off
        for off in STEPS_AROUND
        if hmac.compare_digest(clock.generate((now + off) * STEP_SECONDS), code.encode())
    ]
    return next((step for step in steps if step > after), None)


@sensitive_variables()
def in_letters(secret: bytes) -> str:
    """Return the secret as it is typed into an app by hand."""
    return base64.b32encode(secret).decode()


@sensitive_variables()
def address(secret: bytes, login: str) -> str:
    """Return what the picture holds: the address that every authenticator app reads."""
    query = urlencode({"secret": in_letters(secret), "issuer": ISSUER, "digits": DIGITS, "period": STEP_SECONDS})
    return f"otpauth://totp/{quote(f'{ISSUER}:{login}')}?{query}"


def new_recovery_codes() -> list[str]:
    """Return fresh recovery codes, each of 80 random bits: ABCD-EFGH-IJKL-MNOP."""
    return [_grouped(base64.b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode()) for _ in range(RECOVERY_CODES)]


def bare(typed: str) -> str:
    """Return a typed code without blanks and hyphens, in capitals."""
    return re.sub(r"[\s-]", "", typed).upper()


def _grouped(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
