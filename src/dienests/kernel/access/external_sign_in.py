"""Signing in through a sign-in service: by issuer and subject alone; and linking an account to such an identity."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.account import Account
from dienests.kernel.access.accounts import stream_of
from dienests.kernel.access.external_identity import ExternalIdentity
from dienests.kernel.access.provider import Provider, Started
from dienests.kernel.access.refusals import AccessError, SignInRefused
from dienests.kernel.access.sign_in import UNKNOWN, enter
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.log.streams import append

SESSION_KEY = "sign_in_service"
PATIENCE = timedelta(minutes=10)
SIGN_IN, LINK, CONFIRM = "sign-in", "link", "confirm"
OTHER = _("The sign-in service names somebody else: sign in there as yourself.")


def provider() -> Provider | None:
    """Return the sign-in service of this installation, or None where none is set."""
    return Provider.of(settings.OIDC_URL) if settings.OIDC_URL else None


def begin(*, request: HttpRequest, purpose: str, back: str, wanted: str, at: datetime) -> str:
    """Return the address of the service to go to; raises AccessError where there is none or it does not answer."""
    service = provider()
    if service is None:
        raise AccessError(_("This institution uses no sign-in service: sign in with your password."))
    started = service.begin(back=back, anew=purpose == CONFIRM)
    request.session[SESSION_KEY] = {
        "purpose": purpose, "next": wanted, "until": (at + PATIENCE).timestamp(), "state": started.state,
        "nonce": started.nonce, "verifier": started.verifier,
    }  # fmt: skip
    return started.address


def came_back(*, request: HttpRequest, back: str, at: datetime) -> tuple[str, str, str]:
    """Return (purpose, subject, wanted address) of who came back from the service; raises AccessError.

    What was kept is used once: an answer that is sent again, or belongs to another session, holds nothing.
    """
    kept, service = request.session.pop(SESSION_KEY, None), provider()
    state = request.GET.get("state", "")
    if kept is None or service is None or kept["until"] <= at.timestamp():
        raise AccessError(_("Too much time has passed, or the sign-in began elsewhere: begin again."))
    if not constant_time_compare(state, kept["state"]):
        raise AccessError(_("The answer belongs to another sign-in: begin again."))
    if "error" in request.GET:
        raise AccessError(_("The sign-in service let nobody in: sign in again, or with your password."))
    started = Started("", kept["state"], kept["nonce"], kept["verifier"])
    anew = at if kept["purpose"] == CONFIRM else None
    subject = service.subject(started, answer=request.build_absolute_uri(), back=back, anew=anew)
    return kept["purpose"], subject, kept["next"]


def sign_in_as_subject(*, request: HttpRequest, subject: str, at: datetime) -> Account:
    """Sign in the account that is linked to the subject; raises SignInRefused where there is none that is open."""
    service = provider()
    known = ExternalIdentity.objects.filter(issuer=service.issuer if service else "", subject=subject)
    identity = known.select_related("account__person").first()
    if identity is None or not identity.account.is_open(local_date(at)):
        cause = "identity" if identity is None else "closed"
        with transaction.atomic():
            stream = UNKNOWN if identity is None else stream_of(identity.account)
            append(stream=stream, act="sign-in-refused", at=at, payload={"cause": cause})
        raise SignInRefused(
            _(
                "The sign-in service knows you, but no account here is linked to you yet: "
                "sign in with your password once and link it under “How I sign in”."
            )
        )
    return enter(request, identity.account, at=at, manner="service")


@transaction.atomic
def link(*, account: Account, subject: str, at: datetime) -> ExternalIdentity:
    """Link an account to a subject; each has one of the other at an issuer."""
    service = provider()
    issuer = service.issuer if service else ""
    try:
        with transaction.atomic():
            made = ExternalIdentity.objects.create(account=account, issuer=issuer, subject=subject, linked_at=at)
    except IntegrityError:
        raise AccessError(
            _("This identity or this account is linked already: undo that link first, with the account it belongs to.")
        ) from None
    append(stream=stream_of(account), act="identity-linked", at=at, payload={"issuer": issuer})
    return made


@transaction.atomic
def unlink(*, account: Account, at: datetime) -> None:
    """Undo the link; raises AccessError where the account could not be entered any more."""
    if not account.has_usable_password():
        raise AccessError(_("You have no password: set one first, or you could not sign in any more."))
    removed, _tables = ExternalIdentity.objects.filter(account=account).delete()
    if not removed:
        raise AccessError(_("There is no link to undo: look at the page again."))
    append(stream=stream_of(account), act="identity-unlinked", at=at)


def belongs_to(account: Account, subject: str) -> bool:
    """Say whether a subject of the service is linked to the account: for confirming who is at the page."""
    service = provider()
    return bool(service) and account.identities.filter(issuer=service.issuer, subject=subject).exists()  # type: ignore[union-attr]
