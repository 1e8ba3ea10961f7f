"""The way to the sign-in service and back: to sign in, to link an account, or to prove again who is at the page."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from dienests.kernel.access import external_sign_in as service
from dienests.kernel.access import step_up
from dienests.kernel.access.account import Account
from dienests.kernel.access.middleware import present
from dienests.kernel.access.refusals import AccessError, CodeNeeded
from dienests.site.pages.days import now
from dienests.site.pages.doors import reading, signed_in, stepped_up
from dienests.site.pages.landing import landing


@reading
@never_cache
def out(request: HttpRequest) -> HttpResponse:
    """Send the browser to the sign-in service to sign in."""
    return _out(request, service.SIGN_IN)


@reading
@never_cache
@stepped_up
def link(request: HttpRequest) -> HttpResponse:
    """Send the browser to the sign-in service to link the account of who has signed in."""
    return _out(request, service.LINK)


@reading
@never_cache
@signed_in
def confirm(request: HttpRequest) -> HttpResponse:
    """Send the browser to the sign-in service to prove again who is at the page."""
    return _out(request, service.CONFIRM)


@reading
@never_cache
def back(request: HttpRequest) -> HttpResponse:
    """Take the answer of the sign-in service; it is good once, for the session that asked."""
    at = now()
    try:
        purpose, subject, wanted = service.came_back(request=request, back=_back(request), at=at)
        if purpose == service.SIGN_IN:
            account = service.sign_in_as_subject(request=request, subject=subject, at=at)
            return redirect(landing(request, account, wanted=wanted, at=at))
        return _proved(request, purpose, subject, wanted, at=at)
    except CodeNeeded:
        return redirect(reverse("sign-in-code"))
    except AccessError as refused:
        return _refused(request, refused)


def _proved(request: HttpRequest, purpose: str, subject: str, wanted: str, *, at: datetime) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    if not actor:
        return redirect("sign-in")
    account = Account.objects.get(pk=actor.account)
    if purpose == service.LINK:
        service.link(account=account, subject=subject, at=at)
        return redirect("identity")
    if not service.belongs_to(account, subject):
        return _refused(request, AccessError(service.OTHER))
    step_up.prove_by_service(request=request, account=account, at=at)
    return redirect(landing(request, account, wanted=wanted, at=at))


def _out(request: HttpRequest, purpose: str) -> HttpResponse:
    try:
        address = service.begin(
            request=request, purpose=purpose, back=_back(request), wanted=request.GET.get("next", ""), at=now()
        )
    except AccessError as refused:
        return _refused(request, refused)
    return redirect(address)


def _back(request: HttpRequest) -> str:
    """Return the registered address, in the first language whatever the page's, since the service compares it."""
    return request.build_absolute_uri("/sign-in/service/back/")


def _refused(request: HttpRequest, refused: AccessError) -> HttpResponse:
    shown = {"sentence": str(refused), "signed_in": present(request) is not None}
    return render(request, "site/pages/sign_in_refused.html", shown, status=403)
