"""A visitor who signs in as a browser would, and hands the cookies and the form token to the load generator."""

from __future__ import annotations

import http.client
import re
import sys
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Visitor:
    """One person's cookies; pages are fetched one by one over a connection of its own."""

    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def head(self) -> str:
        """The header line with the cookies."""
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return f"Cookie: {kept}\r\n" if kept else ""

    def fetch(
        self, path: str, form: dict[str, str] | None = None, *, accept: str = ""
    ) -> tuple[int, dict[str, str], str]:
        """Return status, headers and text of a page; with `form`, of what the form was answered with.

        `accept` names the encodings that the visitor takes; the text of an encoded page is empty.
        """
        line = http.client.HTTPConnection(self.host, self.port, timeout=30)
        headers = {"Cookie": self.head.partition(": ")[2].strip()} if self.cookies else {}
        if accept:
            headers["Accept-Encoding"] = accept
        try:
            if form is None:
                line.request("GET", path, headers=headers)
            else:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                line.request("POST", path, body=urlencode(form), headers=headers)
            answer = line.getresponse()
            body = answer.read()
            text = "" if answer.getheader("Content-Encoding") else body.decode()
        finally:
            line.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies |= {key: kept.value for key, kept in SimpleCookie(value).items()}
        return answer.status, dict(answer.getheaders()), text

    def token(self, path: str) -> str:
        """Return the token of the form on a page."""
        status, _headers, text = self.fetch(path)
        found = TOKEN.search(text)
        if status != 200 or found is None:
            sys.exit(f"The page {path} answered {status} without a form; the benchmark cannot go on.")
        return found[1]

    def choose(self, plan: dict[str, Any], person: str) -> Visitor:
        """Sign in as one of the demonstration's people."""
        form = {"csrfmiddlewaretoken": self.token(plan["sign_in"]), "person": person, "next": ""}
        status, _headers, _text = self.fetch(plan["choose"], form)
        if status != 302 or "sessionid" not in self.cookies:
            sys.exit(f"The sign-in of the demonstration answered {status} and gave no session.")
        return self
