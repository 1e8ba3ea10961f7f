"""The content security policy: alike for all pages, so it is put together once in a process."""

from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# What a page or its decorator leaves behind that wants another policy than that of the settings.
OWN = {"_csp_config", "_csp_update", "_csp_replace", "_csp_exempt"}


class Policy(CSPMiddleware):
    """Sets the policy of the settings; a page that asked for another one, or for a nonce, gets its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response)
        self._usual = build_policy()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the header."""
        if HEADER in response or "_csp_nonce" in vars(request) or OWN & vars(response).keys():
            return super().process_response(request, response)
        response[HEADER] = self._usual
        # Too late now: a nonce would not be in the header.
        request.csp_nonce = CheckableLazyObject(self._csp_nonce_post_response)  # type: ignore[attr-defined]
        return response
