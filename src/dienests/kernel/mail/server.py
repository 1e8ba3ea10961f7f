"""The mail server that MAIL_URL names, or a folder that takes its place.

`smtp://user:password@host:587?from=name@host` (STARTTLS; without it only to this machine), `smtps://...:465`,
`file:///folder` (one file for each mail). Empty: no mail is sent.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SECONDS = 10.0
HERE = {"localhost", "127.0.0.1", "::1"}
# What a server says of one mail, after which the next one may be sent on the same line.
ABOUT_ONE = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPSenderRefused)
_PORTS = {"smtp": 587, "smtps": 465}


class MailSettingsError(ImproperlyConfigured):
    """MAIL_URL is wrong; one sentence for the operator."""


class Refused(Exception):
    """The server will never take mail to this address."""


class Line(Protocol):
    """An open way to a server."""

    def send(self, message: EmailMessage) -> None:
        """Hand a mail over; raises Refused, OSError or SMTPException."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail goes, and from whom it comes."""

    url: SplitResult
    sender: str

    @contextmanager
    def line(self) -> Iterator[Line]:
        """Open a line; raises OSError or SMTPException when nobody answers."""
        if self.url.scheme == "file":
            yield _Folder(Path(unquote(self.url.path)))
            return
        with _connected(self.url) as smtp:
            yield _Smtp(smtp)


def server(url: str) -> Server | None:
    """Return the server that an address names, None where it is empty; raises MailSettingsError."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        known = parts.scheme == "file" or (parts.scheme in _PORTS and parts.hostname and (parts.port or 1))
    except ValueError:
        known = False
    if not known:
        raise MailSettingsError(
            "MAIL_URL must look like smtp://user:password@host:587?from=name@host or file:///folder."
        )
    given = parse_qs(parts.query).get("from", [""])[0]
    sender = given or (unquote(parts.username) if parts.username and "@" in unquote(parts.username) else "")
    if "@" not in sender and parts.scheme != "file":
        raise MailSettingsError("MAIL_URL names no sender: add ?from=name@host.")
    return Server(parts, sender or "dienests@localhost")


@dataclass(frozen=True, slots=True)
class _Folder:
    place: Path

    def send(self, message: EmailMessage) -> None:
        self.place.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = message["Message-ID"].strip("<>").partition("@")[0]
        draft = self.place / f".{name}.part"
        draft.write_bytes(message.as_bytes())
        draft.replace(self.place / f"{name}.eml")


@dataclass(frozen=True, slots=True)
class _Smtp:
    smtp: smtplib.SMTP

    def send(self, message: EmailMessage) -> None:
        try:
            self.smtp.send_message(message)
        except ABOUT_ONE as error:
            if isinstance(error, smtplib.SMTPRecipientsRefused):
                codes = [code for code, _words in error.recipients.values()]
                if all(code >= 500 for code in codes):
                    raise Refused from None
            if self.smtp.sock is None:  # the answer (421) ended the line too: nothing else can be sent on it
                raise smtplib.SMTPServerDisconnected from error
            raise


@contextmanager
def _connected(url: SplitResult) -> Iterator[smtplib.SMTP]:
    host, port = url.hostname or "", url.port or _PORTS[url.scheme]
    safe = ssl.create_default_context()
    made = (
        smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=safe)
        if url.scheme == "smtps"
        else smtplib.SMTP(host, port, timeout=SECONDS)
    )
    with made as smtp:
        smtp.ehlo()
        if url.scheme == "smtp" and (host not in HERE or smtp.has_extn("starttls")):
            smtp.starttls(context=safe)  # raises when the server offers none: nothing goes in the open
            smtp.ehlo()
        if url.username:
            smtp.login(unquote(url.username), unquote(url.password or ""))
        yield smtp
