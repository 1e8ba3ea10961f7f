"""Every request gets its actor, fetched when it is first asked for and then kept."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from dienests.kernel.access.actor import Actor, actor_of

Answer = Callable[[HttpRequest], HttpResponseBase]


class ActorMiddleware:
    """Sets `request.actor`, which is false when nobody has signed in (test it with `if`, never with `is None`)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # The edge: here, and nowhere below, the clock is read for the question "who is this today".
        request.actor = SimpleLazyObject(lambda: actor_of(request, at=datetime.now(UTC)))  # type: ignore[attr-defined]
        return self.get_response(request)


def present(request: HttpRequest) -> Actor | None:
    """Return who has signed in, or None; from here on the request holds the actor itself.

    A list asks its actor hundreds of times, and each look through the lazy wrapper costs ten times a plain one.
    """
    held = getattr(request, "actor", None)
    if not held:
        return None
    found: Actor = held._wrapped if isinstance(held, SimpleLazyObject) else held
    request.actor = found  # type: ignore[attr-defined]
    return found
