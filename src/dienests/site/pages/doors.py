"""Doors: which of the five faces a person may enter, and by which methods."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dienests.kernel.access.actor import Actor
from dienests.kernel.access.administrator import ADMINISTRATOR
from dienests.kernel.access.auditor import AUDITORS
from dienests.kernel.access.middleware import present
from dienests.kernel.access.resets import confirming_mandate
from dienests.kernel.access.second_factor import SecondFactor
from dienests.kernel.access.step_up import proved
from dienests.kernel.cases.sight import sees_by_office
from dienests.kernel.parties.institution import Institution
from dienests.kernel.retention.charged import OFFICE
from dienests.site.pages import failures

READ_ONLY = {"GET", "HEAD"}
Page = Callable[..., HttpResponseBase]

reading = require_safe
with_form = require_http_methods(["GET", "HEAD", "POST"])


def public(page: Page) -> Page:
    """Let in everybody, to read; a page that names who has signed in is not stored."""

    @wraps(page)
    def open_to_all(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = page(request, *args, **kwargs)
        if present(request):
            response["Cache-Control"] = "no-store"
        return response

    return reading(open_to_all)


def signed_in(page: Page) -> Page:
    """Send a person who has not signed in to do so and come back; pages behind this door are never stored."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = page(request, *args, **kwargs) if present(request) else _nobody(request)
        response["Cache-Control"] = "no-store"
        return response

    return guarded


def _nobody(request: HttpRequest) -> HttpResponse:
    """Send to the sign-in; what was typed in a form would be lost on that way, so its sender is told instead."""
    if request.method in READ_ONLY:
        return redirect(f"{reverse('sign-in')}?{urlencode({'next': request.get_full_path()})}")
    sentence = _(
        "You are not signed in any more, so nothing was sent. Go back, keep a copy of what you typed, "
        "sign in and send it again."
    )
    return failures.page(request, 403, message=sentence)


def stepped_up(page: Page, *, patient: bool = True) -> Page:
    """Let in who proved a short while ago who is at the page; others prove it first and come back.

    A form in hand may be sent later, unless its answer shows a secret: such a page is not `patient`.
    """

    @signed_in
    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if proved(request, at=datetime.now(UTC), patient=patient):
            return page(request, *args, **kwargs)
        late = patient and request.method not in READ_ONLY
        asked = {"next": request.get_full_path()} | ({"late": "1"} if late else {})
        return redirect(f"{reverse('confirm')}?{urlencode(asked)}")

    return guarded


def administrators(page: Page) -> Page:
    """Let in only those who hold the office of administrator; others are told so."""

    @signed_in
    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not administers(request.actor):  # type: ignore[attr-defined]
            raise PermissionDenied(
                _("Offices, absences and parameters are changed by the administrator of the system.")
            )
        if needs_second_factor(request.actor):  # type: ignore[attr-defined]
            return redirect(f"{reverse('second-factor')}#needed")
        return page(request, *args, **kwargs)

    return guarded


def auditors(page: Page) -> Page:
    """Let in only those who hold the office of auditor; others are told so."""

    @signed_in
    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not audits(request.actor):  # type: ignore[attr-defined]
            raise PermissionDenied(
                _(
                    "Looks at personal data are looked over by the auditor of the institution and by its data "
                    "protection officer."
                )
            )
        if needs_second_factor(request.actor):  # type: ignore[attr-defined]
            return redirect(f"{reverse('second-factor')}#needed")
        return page(request, *args, **kwargs)

    return guarded


def needs_second_factor(actor: Actor) -> bool:
    """Say whether a person has to switch the second factor on first: who administers or audits a real institution."""
    held = next((held for held in actor.offices if held.slug in AUDITORS | {ADMINISTRATOR}), None)
    if held is None or Institution.objects.filter(pk=held.institution, is_demonstration=True).exists():
        return False
    return not SecondFactor.objects.filter(account=actor.account, confirmed_at__isnull=False).exists()


def administers(actor: Actor) -> bool:
    """Say whether a person holds the office of administrator anywhere."""
    return any(held.slug == ADMINISTRATOR for held in actor.offices)


def retains(actor: Actor) -> bool:
    """Say whether a person is in charge of erasing anywhere."""
    return any(held.slug == OFFICE for held in actor.offices)


def audits(actor: Actor) -> bool:
    """Say whether a person holds the office of auditor anywhere."""
    return any(held.slug in AUDITORS for held in actor.offices)


def confirms(actor: Actor | None) -> bool:
    """Say whether a person may confirm resets as second official."""
    return actor is not None and any(confirming_mandate(actor, held.institution) for held in actor.offices)


def has_desk(actor: Actor) -> bool:
    """Say whether a person sees cases by office, and so has a desk."""
    return sees_by_office(actor)


def administered(actor: Actor) -> tuple[int, UUID]:
    """Return the institution that a person administers, and the mandate under which that is done."""
    held = next(held for held in actor.offices if held.slug == ADMINISTRATOR)
    return held.institution, held.mandate
