"""Counting requests: by status, by page, and how long they took; never who asked or what was shown."""

from collections.abc import Iterator
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver

from dienests.site.watch.counters import Counters

CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
# Seconds; the last bucket of the format, +Inf, is the count itself.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
OTHER = "other"


@cache
def pages() -> tuple[str, ...]:
    """Return the names of all addresses; what has none counts as "other"."""
    return (OTHER, *sorted(_names(get_resolver())))


def _names(resolver: URLResolver) -> set[str]:
    found: set[str] = set()
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            found |= _names(each)
        elif isinstance(each, URLPattern) and each.name:
            found.add(each.name)
    return found


@cache
def counters() -> Counters:
    """Return the counters of this installation; made before the workers part, so that they share them."""
    return Counters(len(CLASSES) + len(BUCKETS) + 1 + 2 * len(pages()))


def count(*, status: int, seconds: float, page: str) -> None:
    """Count one request."""
    first_bucket, total = len(CLASSES), len(CLASSES) + len(BUCKETS)
    names = pages()
    named = total + 1 + 2 * (names.index(page) if page in names else 0)
    buckets = [(first_bucket + place, 1.0) for place, limit in enumerate(BUCKETS) if seconds <= limit]
    by_class = (min(max(status // 100, 1), 5) - 1, 1.0)
    counters().add(by_class, *buckets, (total, seconds), (named, 1.0), (named + 1, seconds))


def samples() -> Iterator[tuple[str, str, dict[str, str], float]]:
    """Yield (metric, suffix, labels, value) of the requests."""
    values = counters().sums()
    classes, rest = values[: len(CLASSES)], values[len(CLASSES) :]
    for name, value in zip(CLASSES, classes, strict=True):
        yield "dienests_http_requests", "_total", {"status": name}, value
    for limit, value in zip(BUCKETS, rest, strict=False):
        yield "dienests_http_request_seconds", "_bucket", {"le": str(limit)}, value
    yield "dienests_http_request_seconds", "_bucket", {"le": "+Inf"}, sum(classes)
    yield "dienests_http_request_seconds", "_sum", {}, rest[len(BUCKETS)]
    yield "dienests_http_request_seconds", "_count", {}, sum(classes)
    by_page = rest[len(BUCKETS) + 1 :]
    for place, page in enumerate(pages()):
        if by_page[2 * place]:
            yield "dienests_page_requests", "_total", {"page": page}, by_page[2 * place]
            yield "dienests_page_seconds", "_total", {"page": page}, by_page[2 * place + 1]
