"""Public pages that are the same for everybody are drawn once for as long as nothing has changed."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from dienests.kernel.account.memory import Memory
from dienests.kernel.account.tally import mark
from dienests.kernel.calendar.zone import local_date
from dienests.site.pages.days import now

Page = Callable[[HttpRequest], HttpResponse]
_memory: Memory[tuple[bytes, str]] = Memory()
LONGEST = 300  # a longer query is no ordinary one and not worth keeping


def remembered(page: Page) -> Page:
    """Keep a page without a form that posts for readers who have not signed in, by address and day."""

    @wraps(page)
    def kept(request: HttpRequest) -> HttpResponse:
        address = request.get_full_path()
        if request.method != "GET" or settings.SESSION_COOKIE_NAME in request.COOKIES or len(address) > LONGEST:
            return page(request)

        def draw() -> tuple[bytes, str]:
            answer = page(request)
            return answer.content, answer["Content-Type"]

        content, kind = _memory.get((request.get_host(), address, local_date(now())), mark=mark, count=draw)
        return HttpResponse(content, content_type=kind)

    return kept
