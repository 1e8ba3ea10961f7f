"""Doors: which of the five faces a person may enter."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases.sight import masks

ADMINISTRATOR = "administrator"
Page = Callable[..., HttpResponse]


def signed_in(page: Page) -> Page:
    """Send a person who has not signed in to do so and come back; pages behind this door are never stored."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.actor:  # type: ignore[attr-defined]
            return redirect(f"{reverse('sign-in')}?{urlencode({'next': request.get_full_path()})}")
        response = page(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return guarded


def administrators(page: Page) -> Page:
    """Let in only those who hold the office of administrator; others are told so."""

    @signed_in
    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not administers(request.actor):  # type: ignore[attr-defined]
            raise PermissionDenied(
                _("Offices, absences and parameters are changed by the administrator of the system.")
            )
        return page(request, *args, **kwargs)

    return guarded


def administers(actor: Actor) -> bool:
    """Say whether a person holds the office of administrator anywhere."""
    return any(held.slug == ADMINISTRATOR for held in actor.offices)


def has_desk(actor: Actor) -> bool:
    """Say whether a person sees cases by office, and so has a desk."""
    return bool(masks(actor))


def administered(actor: Actor) -> tuple[int, UUID]:
    """Return the institution that a person administers, and the mandate under which that is done."""
    held = next(held for held in actor.offices if held.slug == ADMINISTRATOR)
    return held.institution, held.mandate
