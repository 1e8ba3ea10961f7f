"""A letter by e-mail: the sealed PDF, with words that tell nobody what it is about.

Nobody is asked which language is best, so the words are in both as in every mail, that of the letter first.
"""

from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from django.utils.translation import gettext as _
from django.utils.translation import override

from dienests.kernel.dispatch.content import content_of
from dienests.kernel.dispatch.dispatch import Dispatch
from dienests.kernel.letters.sealing import file_name
from dienests.kernel.mail.message import LANGUAGES, RULE


def message_of(row: Dispatch, *, sender: str, check: str) -> EmailMessage:
    """Return the mail; `check` is the address of the page on which the letter can be checked.

    Raises DispatchRefused where the PDF cannot be sent.
    """
    letter = row.letter
    name = letter.institution.name if letter.institution else ""
    subject, parts = "", list[str]()
    for language in sorted(LANGUAGES, key=lambda each: each != letter.language):
        with override(language):
            subject = subject or _("Letter No {number}").format(number=letter.number)
            parts += [*_words(name, letter.number, check), RULE]
    message = EmailMessage()
    message["Subject"] = f"{subject} – {name}"
    message["From"] = formataddr((name, sender))
    message["To"] = row.address
    message["Date"] = format_datetime(row.opened_at)
    message["Message-ID"] = f"<{row.pk}@{sender.rpartition('@')[2]}>"
    message["Content-Language"] = ", ".join(LANGUAGES)
    message.set_content("\n\n".join(parts[:-1]) + "\n", cte="quoted-printable")
    message.add_attachment(
        content_of(letter), maintype="application", subtype="pdf", filename=file_name(letter), cte="base64"
    )  # fmt: skip
    return message


def _words(institution: str, number: str, check: str) -> list[str]:
    return [
        _("{institution} sends you the enclosed letter No {number}.").format(institution=institution, number=number),
        _("It bears a seal. Whether it is genuine and still holds can be checked here:"),
        check,
        _("You chose to get letters by e-mail. Another way can be chosen under “My data”, “Letters”."),
    ]
