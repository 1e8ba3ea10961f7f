"""First in line: answers the addresses of the watch without cookie, session or host list, and counts all others."""

import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.response import HttpResponseBase

from dienests.kernel.access.loopback import is_local
from dienests.site.watch import exposition, figures, requests
from dienests.site.watch.readiness import obstacles

Answer = Callable[[HttpRequest], HttpResponseBase]
LIVE, READY, METRICS = "/health/live", "/health/ready", "/metrics"


class Watch:
    """Serves /health/live, /health/ready and /metrics, and measures what the other middleware answers."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        requests.counters()  # before the workers part, so that they share one memory

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        page = ADDRESSES.get(request.path_info)
        if page is not None:
            response = page(request)
            response["Cache-Control"] = "no-store"
            response["X-Content-Type-Options"] = "nosniff"
            return response
        began = perf_counter()
        answer = self.get_response(request)
        match = request.resolver_match
        name = match.url_name if match and match.url_name else requests.OTHER
        requests.count(status=answer.status_code, seconds=perf_counter() - began, page=name)
        return answer


def trusted(request: HttpRequest) -> bool:
    """Tell whether figures may be told: to who shows the token, and on this machine without HTTPS to everybody.

    Behind a server that speaks HTTPS every request may seem to come from this machine, so only the token counts.
    """
    shown = request.META.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ").strip()
    if settings.METRICS_TOKEN:
        return hmac.compare_digest(shown.encode(), settings.METRICS_TOKEN.encode())
    return not settings.HTTPS and is_local(request.META)


def _live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("live\n", content_type="text/plain")


def _ready(request: HttpRequest) -> HttpResponse:
    found = obstacles(datetime.now(UTC))
    words = "\n".join(found) if trusted(request) else "not ready"
    return HttpResponse(f"{words if found else 'ready'}\n", content_type="text/plain", status=503 if found else 200)


def _metrics(request: HttpRequest) -> HttpResponse:
    # Whoever may not see the figures does not learn either that there are any.
    if not trusted(request):
        return HttpResponseNotFound(content_type="text/plain")
    samples = [*requests.samples(), *figures.samples(datetime.now(UTC))]
    return HttpResponse(exposition.written(samples), content_type=exposition.CONTENT_TYPE)


ADDRESSES = {LIVE: _live, READY: _ready, METRICS: _metrics}
