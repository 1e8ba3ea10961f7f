"""The provider: python serve.py PORT FOLDER CALLBACK; prints client and secret when it is ready, serves until stopped.

People sign in by their name alone: `/as/NAME/?next=...`; with `ago=N` they did so N minutes ago. When they did is told
only where `max_age` is sent, as OpenID Connect Core 1.0, section 2, leaves it to a service.
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from wsgiref.simple_server import make_server

import django
from django.conf import settings

PORT, FOLDER, CALLBACK = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]


def _key() -> str:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return made.private_bytes(serialization.Encoding.PEM, *form).decode()


settings.configure(
    SECRET_KEY="of the test's provider", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], USE_TZ=True,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "issuer.sqlite3"}},
    INSTALLED_APPS=[
        "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "oauth2_provider",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    SESSION_COOKIE_NAME="issuer", LOGIN_URL="/nobody/", DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    OAUTH2_PROVIDER={
        "OIDC_ENABLED": True, "OIDC_RSA_PRIVATE_KEY": _key(), "PKCE_REQUIRED": True,
        "SCOPES": {"openid": "who you are"}, "REQUEST_APPROVAL_PROMPT": "auto",
        "OIDC_ISS_ENDPOINT": f"http://127.0.0.1:{PORT}/o", "ALLOWED_REDIRECT_URI_SCHEMES": ["http", "https"],
        "OAUTH2_VALIDATOR_CLASS": f"{__name__}.Validator",
    },
)  # fmt: skip
django.setup()

from django.contrib.auth import get_user_model, login  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import redirect  # noqa: E402
from django.urls import include, path  # noqa: E402
from oauth2_provider.oauth2_validators import OAuth2Validator  # noqa: E402


class Validator(OAuth2Validator):
    """The provider's own, but for `auth_time`."""

    asked: frozenset[str] = frozenset()

    def save_authorization_code(self, client_id: str, code: dict[str, str], request: Any, *more: Any) -> None:
        """Keep for which codes the way here asked how long ago the person signed in."""
        super().save_authorization_code(client_id, code, request, *more)
        if request.max_age is not None:
            Validator.asked |= {code["code"]}

    def get_id_token_dictionary(self, token: Any, token_handler: Any, request: Any) -> tuple[dict[str, Any], Any]:
        """Tell it to those only."""
        claims, until = super().get_id_token_dictionary(token, token_handler, request)
        if request.code not in Validator.asked:
            del claims["auth_time"]
        return claims, until


def sign_in(request: HttpRequest, name: str) -> HttpResponse:
    """Let somebody be whoever they say."""
    user, _made = get_user_model().objects.get_or_create(username=name, defaults={"email": "same@example.lv"})
    login(request, user)
    user.last_login = datetime.now(UTC) - timedelta(minutes=int(request.GET.get("ago", "0")))
    user.save(update_fields=["last_login"])
    return redirect(request.GET["next"])


urlpatterns = [
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
    path("as/<str:name>/", sign_in),
]


def main() -> None:
    """Make the tables and the client, say which, and serve."""
    from oauth2_provider.models import Application

    call_command("migrate", verbosity=0)
    secret = "a secret of the tests"
    client = Application.objects.create(
        name="dienests", client_type="confidential", authorization_grant_type="authorization-code", algorithm="RS256",
        redirect_uris=CALLBACK, client_secret=secret, skip_authorization=True,
    )  # fmt: skip
    server = make_server("127.0.0.1", PORT, get_wsgi_application())
    sys.stdout.write(json.dumps({"client": client.client_id, "secret": secret}) + "\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
