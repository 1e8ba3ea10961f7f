"""Failures: whatever goes wrong reaches the person as one sentence that says what to do."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError, InterfaceError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.refusals import AccessError, NotRecorded
from dienests.kernel.procedures.refusals import Refusal

log = logging.getLogger(__name__)
RETRY_AFTER = "5"
STATUS = {"revision": 409, "absent": 404}  # of a refusal of the engine; 403 for every other kind
# What the databases say when they are there but cannot write or let nobody in just now.
FULL = ("disk is full", "no space left", "could not extend file", "readonly database", "read-only")
BUSY = ("locked", "busy", "deadlock", "timeout", "too many")


class Failures:
    """Turns exceptions of pages into pages of one sentence; nothing that was acknowledged is lost by any of them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            response = self.get_response(request)
        except (DatabaseError, InterfaceError, OSError) as error:  # outside of the page itself, as in the session
            return self.process_exception(request, error)
        told = response.headers.get("Content-Type") == "application/problem+json"  # to a program, by its own entry
        return _wrong_method(request, response) if response.status_code == 405 and not told else response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse:
        """Return the page for an exception."""
        if isinstance(error, Refusal):
            return page(request, STATUS.get(error.kind, 403), message=error.message, basis=error.basis)
        if isinstance(error, Http404):
            return page(request, 404)
        if isinstance(error, NotRecorded):
            return page(request, 503, message=str(error))
        if isinstance(error, PermissionDenied | AccessError):
            return page(request, 403, message=str(error))
        if isinstance(error, SuspiciousOperation | MultiPartParserError | RequestDataTooBig):
            return page(request, 400)
        if isinstance(error, DatabaseError | InterfaceError | OSError):
            return _database(request, error)
        log.exception("A page failed: %s %s", request.method, request.resolver_match)
        return page(request, 500)


def _database(request: HttpRequest, error: Exception) -> HttpResponse:
    response = page(request, 503, message=sentence_of(error))
    response["Retry-After"] = RETRY_AFTER
    return response


def sentence_of(error: Exception) -> Any:
    """Note that the database refused and return the sentence for the person; what it said may quote a row."""
    words = str(error).lower()
    log.error("The database refused: %s", str(error).splitlines()[0] if str(error) else type(error).__name__)
    if any(word in words for word in FULL):
        return _(
            "The storage is full or cannot be written, so your act was not recorded. "
            "Tell the administrator and try again later."
        )
    if any(word in words for word in BUSY):
        return _(
            "Many people are writing at this moment and your act was not recorded. "
            "Wait a few seconds and send it again."
        )
    return _("The database cannot be reached and your act was not recorded. Wait a minute and send it again.")


def _wrong_method(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    response = page(request, 405)
    response["Allow"] = refused.get("Allow", "GET")
    return response


def page(request: HttpRequest, code: int, *, message: Any = "", basis: Any = None) -> HttpResponse:
    """Return the page of an error, drawn without the database, which may be what failed."""
    request.failed = True  # type: ignore[attr-defined]
    shown = {"code": code, "message": message, "basis": basis}
    response = render(request, "site/design/error.html", shown, status=code)
    response["Cache-Control"] = "no-store"
    return response


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or old (the name and arguments are Django's)."""
    sentence = _(
        "This form was open for too long or came from elsewhere. Go back, load the page again and send it once more; "
        "what you typed is still there."
    )
    return page(request, 403, message=sentence)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address or a request that cannot be understood."""
    return page(request, 400)


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a person who may not open the page."""
    return page(request, 403, message=str(exception))


def absent(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address under which there is nothing (or nothing that this person may see)."""
    return page(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer when a page failed in a way that nobody foresaw."""
    return page(request, 500)
