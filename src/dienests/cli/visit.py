"""`up --check`: start on a free port, walk the public pages like a reader, and stop."""

import http.client
import multiprocessing
import os
import posixpath
import re
import signal
import time
from collections import Counter, deque
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from dienests.cli import serve
from dienests.cli.failure import Failure

BEGIN = ("/", "/en/")
# A walk that reached none of these proves nothing.
MAIN_PAGES = {
    "sign-in": re.compile(r"/sign-in/$"),
    "a rulebook": re.compile(r"/rulebook/[^/]+/$"),
    "a provision": re.compile(r"/rulebook/[^/]+/[^/]+/$"),
    "the form that starts a case": re.compile(r"/start/"),
    "the style sheet": re.compile(r"\.css$"),
}
# The pages of a hundred paragraphs are alike; a few of them say as much as all.
MOST_ALIKE = 5
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
    waiting, seen, alike = deque(BEGIN), set(BEGIN), Counter[str]()
    while waiting:
        path = waiting.popleft()
        status, kind, body = _fetch(host, port, path)
        if status >= 400:
            raise Failure(f"the page {path} answered with status {status}; look at the message above.")
        for target in _links(path, body) if kind.startswith("text/html") else ():
            alike[posixpath.dirname(target.rstrip("/"))] += target not in seen
            if target not in seen and alike[posixpath.dirname(target.rstrip("/"))] <= MOST_ALIKE:
                seen.add(target)
                waiting.append(target)
    for name, main in MAIN_PAGES.items():
        if not any(main.search(path) for path in seen):
            raise Failure(f"no link on the public pages leads to {name}.")
    return len(seen)


def _links(path: str, body: str) -> list[str]:
    """Return the addresses on this site that a page links to, without queries and fragments."""
    found = [urlsplit(urljoin(path, link.replace("&amp;", "&"))) for link in LINK.findall(body)]
    return [link.path for link in found if not link.netloc and not link.scheme and link.path.startswith("/")]


def _fetch(host: str, port: int, path: str) -> tuple[int, str, str]:
    line = http.client.HTTPConnection(host, port, timeout=PATIENCE)
    try:
        line.request("GET", path, headers={"X-Forwarded-Proto": "https"} if settings.HTTPS else {})  # as in service
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
