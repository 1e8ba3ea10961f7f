"""Feeds for readers that ask again and again: unchanged is answered in one line, and haste is slowed."""

import hashlib
import math
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from time import monotonic
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

Page = Callable[..., HttpResponseBase]

# A reader that never says what it has already is served so often at once, and then once in so many seconds. An
# office whose readers all look alike from outside still gets each of 200 people a fresh copy three times an hour.
AT_ONCE, REFILL_SECONDS = 300, 5
FRESH_SECONDS = 60
TOO_MANY = 429


class Haste:
    """Buckets in the memory of this process: nothing about who reads a public feed is ever written down."""

    def __init__(self, *, most: int = 10_000, clock: Callable[[], float] = monotonic) -> None:
        self._full_at: OrderedDict[bytes, float] = OrderedDict()
        self._most, self._clock, self._lock = most, clock, Lock()

    def wait(self, who: str) -> int:
        """Take one token and return 0, or return in how many seconds there will be one."""
        key, now = hashlib.blake2b(who.encode(), digest_size=16).digest(), self._clock()
        with self._lock:
            full_at = max(self._full_at.get(key, now), now) + REFILL_SECONDS
            wait = full_at - now - AT_ONCE * REFILL_SECONDS
            if wait > 0:
                return math.ceil(wait)
            self._full_at[key] = full_at
            self._full_at.move_to_end(key)
            while len(self._full_at) > self._most:
                self._full_at.popitem(last=False)
        return 0


haste = Haste()


def feed(version: Callable[..., str]) -> Callable[[Page], Page]:
    """Serve a public feed: `version(request, ...)` names its state, and who has that state gets 304 without a body."""

    def tag(request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return f'"{hashlib.sha256(version(request, *args, **kwargs).encode()).hexdigest()[:32]}"'

    def decorate(page: Page) -> Page:
        @wraps(page)
        def paced(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            wait = haste.wait(_reader(request))
            if wait:
                return _slowed(wait)
            return page(request, *args, **kwargs)

        conditional = condition(etag_func=tag)(paced)

        @wraps(page)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response: HttpResponseBase = conditional(request, *args, **kwargs)
            if response.status_code == TOO_MANY:
                del response["ETag"]  # of the feed, not of the refusal
            else:
                patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
            return response

        guarded: Page = require_safe(answered)
        return guarded

    return decorate


def _reader(request: HttpRequest) -> str:
    """Return what tells one reader of a feed from another; it has neither account nor session."""
    meta = request.META
    return "\0".join((meta.get("REMOTE_ADDR", ""), meta.get("HTTP_USER_AGENT", "")[:200], request.path))


def _slowed(wait: int) -> HttpResponse:
    sentence = _("This feed is asked for too often: ask once an hour, and send back the ETag that you got.")
    return HttpResponse(
        sentence,
        status=TOO_MANY,
        content_type="text/plain; charset=utf-8",
        headers={"Retry-After": str(wait), "Cache-Control": "no-store"},
    )
