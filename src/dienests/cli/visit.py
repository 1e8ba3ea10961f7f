"""`up --check`: start on a free port, walk the public pages like a reader, and stop."""

import http.client
import multiprocessing
import os
import re
import signal
import time
from collections import deque
from urllib.parse import urldefrag, urljoin, urlsplit

from dienests.cli import serve
from dienests.cli.failure import Failure

# From these everything public can be reached; each must be found among the links, else the walk proves nothing.
BEGIN = ("/", "/en/")
MOST_PAGES = 60
LINK = re.compile(r"""(?:href|src)=["']([^"'#][^"']*)["']""")
PATIENCE = 20.0


def check(host: str) -> int:
    """Serve, fetch, stop; return 0, or raise a Failure that names the page that does not come."""
    port = serve.free_port(host)
    server = multiprocessing.get_context("fork").Process(target=serve.forever, args=(host, port))
    server.start()
    try:
        _wait(host, port, server)
        count = walk(host, port)
    finally:
        if server.pid is not None and server.is_alive():
            os.kill(server.pid, signal.SIGTERM)
        server.join(PATIENCE)
    print(f"checked: {count} pages and files came as they should.")
    return 0


def walk(host: str, port: int) -> int:
    """Fetch the first pages and what they link to here; return how many came, raise a Failure for one that did not."""
    waiting = deque(BEGIN)
    seen = set(BEGIN)
    while waiting:
        path = waiting.popleft()
        status, kind, body = _fetch(host, port, path)
        if status >= 400:
            raise Failure(f"the page {path} answered with status {status}; look at the message above.")
        if not kind.startswith("text/html"):
            continue
        for found in LINK.findall(body):
            target = urldefrag(urljoin(path, found.replace("&amp;", "&"))).url
            if target.startswith("/") and not urlsplit(target).netloc and target not in seen and len(seen) < MOST_PAGES:
                seen.add(target)
                waiting.append(target)
    if not any(path.endswith(".css") for path in seen):
        raise Failure("the home page names no style sheet; the pages would be unreadable.")
    return len(seen)


def _fetch(host: str, port: int, path: str) -> tuple[int, str, str]:
    line = http.client.HTTPConnection(host, port, timeout=PATIENCE)
    try:
        line.request("GET", path)
        answer = line.getresponse()
        return answer.status, answer.getheader("Content-Type", ""), answer.read().decode(errors="replace")
    finally:
        line.close()


def _wait(host: str, port: int, server: "multiprocessing.process.BaseProcess") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if not server.is_alive():
            raise Failure("the server stopped at once; look at the message above.")
        try:
            _fetch(host, port, "/")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise Failure(f"the server did not answer within {PATIENCE:.0f} seconds.")
