"""Limits of pages: too many forms of one account are answered with one sentence, and with when to come again."""

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import ngettext

from dienests.kernel.access.limits import take

Page = Callable[..., HttpResponseBase]


def limited(name: str, *, per_hour: int, burst: int | None = None) -> Callable[[Page], Page]:
    """Let one account send the forms of a page so often in an hour, however many accounts stand behind its address."""

    def decorate(page: Page) -> Page:
        @wraps(page)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                wait = take(name=name, who=_who(request), per_hour=per_hour, burst=burst, at=datetime.now(UTC))
                if wait is not None:
                    return slowed(request, wait)
            return page(request, *args, **kwargs)

        return guarded

    return decorate


def slowed(request: HttpRequest, wait: timedelta) -> HttpResponse:
    """Return the page that asks to wait; nothing of the request was done."""
    minutes = math.ceil(wait.total_seconds() / 60)
    sentence = ngettext(
        "This was sent very often in a short time, so nothing was done: wait %(minutes)d minute, then send it again.",
        "This was sent very often in a short time, so nothing was done: wait %(minutes)d minutes, then send it again.",
        minutes,
    ) % {"minutes": minutes}
    response = render(request, "site/pages/slowed.html", {"sentence": sentence}, status=429)
    response["Retry-After"] = str(math.ceil(wait.total_seconds()))
    response["Cache-Control"] = "no-store"
    return response


def _who(request: HttpRequest) -> str:
    """Return whom to count: the account, else the session, else the browser by the token of its forms."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor:
        return str(actor.account or actor.person)
    session = getattr(request, "session", None)
    return (session.session_key if session else None) or request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
