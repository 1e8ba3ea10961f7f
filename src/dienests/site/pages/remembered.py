"""Public pages that are the same for everybody are drawn once for as long as nothing has changed."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from dienests.kernel.account.memory import Memory
from dienests.kernel.account.tally import mark
from dienests.kernel.calendar.zone import local_date
from dienests.site.pages.days import now

Page = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True)
class Kept:
    """A drawn page, plain and compressed."""

    plain: bytes
    small: bytes
    kind: str

    @classmethod
    def of(cls, drawn: HttpResponse) -> "Kept":
        """Keep what was drawn; nothing on it is a secret, so its compressed length may be the same for everybody."""
        return cls(drawn.content, gzip.compress(drawn.content, mtime=0), drawn["Content-Type"])

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Answer a reader, compressed where the browser takes that."""
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            answer = HttpResponse(self.plain, content_type=self.kind)
        else:
            answer = HttpResponse(self.small, content_type=self.kind, headers={"Content-Encoding": "gzip"})
        patch_vary_headers(answer, ("Accept-Encoding",))
        return answer


_memory: Memory[Kept] = Memory()
LONGEST = 300  # a longer query is no ordinary one and not worth keeping


def remembered(page: Page) -> Page:
    """Keep a page without a form that posts for readers who have not signed in, by address and day."""

    @wraps(page)
    def kept(request: HttpRequest) -> HttpResponse:
        address = request.get_full_path()
        if request.method != "GET" or settings.SESSION_COOKIE_NAME in request.COOKIES or len(address) > LONGEST:
            return page(request)
        key = (request.get_host(), address, local_date(now()))
        return _memory.get(key, mark=mark, count=lambda: Kept.of(page(request))).answer(request)

    return kept
