"""The public files of the log under `/log/`, as C2SP tlog-tiles names them; a web server may serve these instead."""

import re
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dienests.kernel.tree import folder

TEXT, BYTES = "text/plain; charset=utf-8", "application/octet-stream"
A_WHILE, FOR_EVER = "public, max-age=5", "public, max-age=31536000, immutable"
TILE = re.compile(r"tile/(0|[1-9][0-9]?)/(x[0-9]{3}/)*[0-9]{3}(\.p/[1-9][0-9]{0,2})?")


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Answer with the last checkpoint."""
    return _file(folder.CHECKPOINT, TEXT, A_WHILE)


@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """Answer with the key that checks the signatures; whoever needs certainty compares it with another source."""
    return _file(folder.KEY, TEXT, A_WHILE)


@require_safe
def dated(request: HttpRequest, day: str) -> HttpResponse:
    """Answer with the last checkpoint of a day; that of today may still be replaced by a later one."""
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", day):
        raise Http404
    return _file(f"{folder.DATED}/{day}", TEXT, A_WHILE)


@require_safe
def tile(request: HttpRequest, tile: str) -> HttpResponse:
    """Answer with a tile, which never changes."""
    if not TILE.fullmatch(f"tile/{tile}"):
        raise Http404
    return _file(f"tile/{tile}", BYTES, FOR_EVER)


def _file(name: str, kind: str, keeping: str) -> HttpResponse:
    try:
        content = (Path(settings.LOG_DIR) / name).read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        raise Http404 from None
    answer = HttpResponse(content, content_type=kind)
    answer["Cache-Control"] = keeping
    return answer
