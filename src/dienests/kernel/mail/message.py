"""What mails say: that there is something new, in Latvian and in English; never who, which case or what about."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from uuid import UUID

from django.utils.translation import gettext, override

LANGUAGES = ("lv", "en")
RULE = "* * *"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: the name of the institution ("" where mail comes from several) and the address of the site."""

    institution: str
    sender: str
    site: str


def news(head: Letterhead, *, to: str, mailing: UUID, at: datetime) -> EmailMessage:
    """Return the mail that there is something new."""
    subject, parts = "", []
    for language in LANGUAGES:
        with override(language):
            subject = subject or gettext("There is something new for you")
            parts += [
                gettext("There is something new in one of your cases. Sign in to read it:"),
                head.site,
                gettext("For your safety this mail does not say what it is about. Nobody reads answers to it."),
                gettext("How you are told is set under “My data”, “Mail”."),
                RULE,
            ]
    return _mail(head, subject, parts[:-1], to=to, mailing=mailing, at=at)


def confirmation(head: Letterhead, *, to: str, link: str, mailing: UUID, at: datetime) -> EmailMessage:
    """Return the mail that asks whether an address is right."""
    subject, parts = "", []
    for language in LANGUAGES:
        with override(language):
            subject = subject or gettext("Confirm this address")
            parts += [
                gettext("Somebody asked to be told of news at this address."),
                gettext("If it was you, sign in and confirm it within two days:"),
                link,
                gettext("If it was not you, do nothing: no other mail will come."),
                RULE,
            ]
    return _mail(head, subject, parts[:-1], to=to, mailing=mailing, at=at)


def _mail(head: Letterhead, subject: str, parts: list[str], *, to: str, mailing: UUID, at: datetime) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = f"{subject} – {head.institution}" if head.institution else subject
    message["From"] = formataddr((head.institution, head.sender)) if head.institution else head.sender
    message["To"] = to
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{mailing}@{head.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine answers a machine
    message.set_content("\n\n".join(parts) + "\n", cte="quoted-printable")
    return message
