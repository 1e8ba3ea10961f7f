"""The policy is that of the settings, whole, on every answer; a page with another one or a nonce keeps it."""

from typing import Any

import pytest
from csp.constants import HEADER, NONCE, SELF
from csp.decorators import csp_exempt, csp_update
from csp.exceptions import CSPNonceError
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from dienests.site.pages.policy import Policy


def _plain(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("page")


def _with_nonce(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.csp_nonce))  # type: ignore[attr-defined]


def _with_own(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("page", headers={HEADER: "default-src 'none'"})


PAGES: dict[str, Any] = {
    "plain": _plain,
    "updated": csp_update({"img-src": ["https://images.example"]})(_plain),
    "exempt": csp_exempt()(_plain),
    "with its own": _with_own,
}  # fmt: skip


def _policy(middleware: Any) -> set[str]:
    return set(middleware(RequestFactory().get("/")).headers.get(HEADER, "").split("; "))


@pytest.mark.parametrize("page", PAGES)
def test_the_policy_is_what_the_middleware_itself_would_set(page: str) -> None:
    assert _policy(Policy(PAGES[page])) == _policy(CSPMiddleware(PAGES[page]))


def test_a_nonce_stands_in_the_policy_of_its_own_page_alone(settings: Any) -> None:
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"script-src": [SELF, NONCE]}}
    both = Policy(_with_nonce)
    answers = [both(RequestFactory().get("/")) for _each in range(2)]
    nonces = [answer.content.decode() for answer in answers]
    assert len(set(nonces)) == 2
    assert all(nonce in answer.headers[HEADER] for nonce, answer in zip(nonces, answers, strict=True))


def test_a_nonce_that_comes_too_late_is_an_error() -> None:
    request = RequestFactory().get("/")
    Policy(_plain)(request)
    with pytest.raises(CSPNonceError):
        str(request.csp_nonce)  # type: ignore[attr-defined]
