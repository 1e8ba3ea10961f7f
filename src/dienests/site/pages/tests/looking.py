"""Looking at pages in the browser: signing in, barriers, complaints of the browser, pictures of the main flows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[5]
PICTURES = ROOT / "build" / "screenshots"
AXE = ROOT / "src/dienests/site/design/tests/vendor/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Nothing is loaded beforehand: that serves one rule only, which is an experiment and not among these.
FOUND = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false}).then(\
found => found.violations.map(\
each => each.id + ': ' + each.nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(' | ')))"
WIDE, NARROW = 1280, 320


@dataclass
class Look:
    """One tab of a browser that belongs to one person, and everything that the browser complained about."""

    tab: Any
    complaints: list[str] = field(default_factory=list)
    signed_in: dict[str, Any] = field(default_factory=dict)  # names, and the cookies they were given

    def __post_init__(self) -> None:
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.tab.on("console", self._said)
        self.tab.on("request", self._asked)
        self.tab.on("response", self._answered)

    def _said(self, message: Any) -> None:
        # An error page is told by the console as well; that the page itself is one is no complaint.
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def _asked(self, request: Any) -> None:
        if urlsplit(request.url).hostname not in ("localhost", "127.0.0.1") and not request.url.startswith("data:"):
            self.complaints.append(f"asked another house: {request.url}")

    def _answered(self, response: Any) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.complaints.append(f"{response.status} {response.url}")

    def sign_in(self, name: str) -> None:
        """Sign in as an invented person, by the list of the demonstration."""
        self.tab.goto("/sign-in/")
        self.tab.locator("button.d-people__person", has_text=name).first.click()
        self.tab.wait_for_load_state()

    def change_to(self, name: str) -> None:
        """Go on as another person, who signs in once and is known by the same cookies from then on."""
        self.tab.context.clear_cookies()
        if name in self.signed_in:
            self.tab.context.add_cookies(self.signed_in[name])
        else:
            self.sign_in(name)
            self.signed_in[name] = self.tab.context.cookies()

    def picture(self, name: str) -> None:
        """Keep what is seen, for people to look at."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.tab.screenshot(path=PICTURES / f"{name}.png", full_page=True)

    def barriers(self) -> list[str]:
        """Return every barrier found on the open page, wide and narrow, and whether it scrolls sideways."""
        found: list[str] = []
        if not self.tab.evaluate("'axe' in window"):  # a page without scripts runs none of ours either
            self.tab.evaluate(AXE.read_text(encoding="utf-8"))
        for width in (WIDE, NARROW):
            self.tab.set_viewport_size({"width": width, "height": 900})
            found += [f"{width}: {each}" for each in self.tab.evaluate(FOUND, RULES)]
            needed = self.tab.evaluate("document.documentElement.scrollWidth")
            found += [f"{width}: the page is {needed} wide"] if needed > width else []
        self.tab.set_viewport_size({"width": WIDE, "height": 900})
        return found


@contextmanager
def looking(browser: Any, url: str, *, scripts: bool = True) -> Iterator[Look]:
    """Open a tab without cookies."""
    context = browser.new_context(
        base_url=url.replace("localhost", "127.0.0.1"),  # the only name that the browser of the tests resolves
        locale="lv-LV", viewport={"width": WIDE, "height": 900}, java_script_enabled=scripts,
        bypass_csp=False, reduced_motion="reduce",
    )  # fmt: skip
    context.set_default_timeout(10_000)
    context.add_init_script(path=AXE)  # sent once, not for each page
    try:
        yield Look(context.new_page())
    finally:
        context.close()
