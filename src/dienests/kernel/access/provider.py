"""The sign-in service of an installation (OpenID Connect): where it is, what it publishes, what its answers must hold.

OpenID Connect Core 1.0, sections 2, 3.1.2 and 3.1.3; Discovery 1.0; PKCE (RFC 7636).
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from ipaddress import ip_address
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from django.utils.translation import gettext as _

from dienests.kernel.access.refusals import AccessError

SECONDS = 3  # no request of ours waits longer for the outside
SCOPE = "openid"
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
LEEWAY = 60
# Who signs in anew may have done so this long ago: time for a page of the service that follows, and for its clock.
RECENT = timedelta(minutes=5)
LONGEST_SUBJECT = 255


@dataclass(frozen=True, slots=True)
class Started:
    """What the session keeps between the way out and the way back."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Provider:
    """One issuer and how this installation is registered there."""

    issuer: str
    client: str
    secret: str = field(repr=False)

    @classmethod
    def of(cls, url: str) -> "Provider":
        """Read `https://client:secret@issuer/path`; raises ValueError with a sentence."""
        parts = urlsplit(url)
        if not parts.username or not parts.hostname or not (parts.scheme == "https" or _is_here(parts.hostname)):
            raise ValueError(
                "OIDC_URL is written as https://CLIENT:SECRET@issuer.example/path; http is for this machine only."
            )
        place = parts.netloc.rpartition("@")[2]
        issuer = f"{parts.scheme}://{place}{parts.path}"
        return cls(issuer, unquote(parts.username), unquote(parts.password or ""))

    @property
    def origin(self) -> str:
        """The scheme and host of the issuer."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"

    def begin(self, *, back: str, anew: bool = False) -> Started:
        """Return the address to send the browser to; `anew` asks the service to let the person sign in again."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _each in range(3))
        with self._session(back) as session:
            address, _state = session.create_authorization_url(
                self._metadata()["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier,
                **({"prompt": "login", "max_age": "0"} if anew else {}),
            )  # fmt: skip
        return Started(str(address), state, nonce, verifier)

    def subject(self, started: Started, *, answer: str, back: str, anew: datetime | None = None) -> str:
        """Return the subject whom the service's answer (the full address) names; raises AccessError.

        `anew` is now, where the person must have signed in there just before (`auth_time`, Core, section 2): that the
        browser was sent to do so proves nothing, since whoever sits at it can change the address.
        """
        from authlib.common.errors import AuthlibBaseError  # noqa: PLC0415 - only who signs in so needs the library
        from joserfc.errors import JoseError  # noqa: PLC0415 - see above
        from requests import RequestException  # noqa: PLC0415 - see above

        try:
            with self._session(back) as session:
                token = session.fetch_token(
                    self._metadata()["token_endpoint"], authorization_response=answer, state=started.state,
                    code_verifier=started.verifier, timeout=SECONDS,
                )  # fmt: skip
            claims = self._claims(str(token.get("id_token", "")), started.nonce)
        except RequestException:
            raise silent() from None
        except (AuthlibBaseError, JoseError, ValueError, KeyError):
            # What exactly was wrong helps an attacker more than the person, who can only try again.
            raise AccessError(_("The sign-in service's answer does not hold: sign in again.")) from None
        if anew is not None and not is_recent(claims.get("auth_time"), anew):
            raise AccessError(
                _(
                    "The sign-in service does not say that you signed in there just now: confirm once more and sign in "
                    "there when it asks, or sign out here and sign in again."
                )
            )
        return str(claims["sub"])

    def _claims(self, token: str, nonce: str) -> dict[str, Any]:
        from joserfc import jwt  # noqa: PLC0415 - only who signs in so needs the library
        from joserfc.jwk import KeySet  # noqa: PLC0415 - see above

        published: Any = _fetched(self._metadata()["jwks_uri"])
        keys = KeySet.import_key_set(published)
        claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
        registry = jwt.JWTClaimsRegistry(
            leeway=LEEWAY, iss={"essential": True, "value": self.issuer}, exp={"essential": True},
            iat={"essential": True}, aud={"essential": True, "value": self.client},
            nonce={"essential": True, "value": nonce}, sub={"essential": True},
        )  # fmt: skip
        registry.validate(claims)
        if claims.get("azp", self.client) != self.client:
            raise ValueError("issued to another")
        subject = claims["sub"]
        if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
            raise ValueError("no subject")
        return claims

    def _session(self, back: str) -> Any:
        from authlib.integrations.requests_client import OAuth2Session  # noqa: PLC0415 - see above

        return OAuth2Session(
            self.client, self.secret, scope=SCOPE, redirect_uri=back, code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic",
        )  # fmt: skip

    def _metadata(self) -> dict[str, Any]:
        return _metadata(self.issuer)


def is_recent(claim: object, at: datetime) -> bool:
    """Say whether a claim is a time (seconds since 1970) near the moment; one that is missing is not."""
    return isinstance(claim, int | float) and abs(claim - int(at.timestamp())) <= RECENT.total_seconds()


def silent() -> AccessError:
    """Return the refusal for a service that gives no answer within the time."""
    return AccessError(_("The sign-in service does not answer just now: try again, or sign in with your password."))


@cache
def _metadata(issuer: str) -> dict[str, Any]:
    """Return what the issuer publishes about itself; it is asked once in the life of a process."""
    found = _fetched(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != issuer:
        raise AccessError(_("The sign-in service calls itself otherwise than OIDC_URL does: tell the administrator."))
    return found


def _fetched(address: str) -> dict[str, Any]:
    import requests  # noqa: PLC0415 - only who signs in so needs the library

    try:
        answer = requests.get(address, timeout=SECONDS, allow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError):
        raise silent() from None
    return found if isinstance(found, dict) else {}


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def written(issuer: str, client: str, secret: str) -> str:
    """Return the setting for an issuer, a client and its secret."""
    parts = urlsplit(issuer)
    return f"{parts.scheme}://{quote(client, safe='')}:{quote(secret, safe='')}@{parts.netloc}{parts.path}"
