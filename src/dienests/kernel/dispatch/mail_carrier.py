"""A letter by e-mail: the sealed PDF, with words that tell nobody what it is about."""

from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from django.utils.translation import gettext as _
from django.utils.translation import override

from dienests.kernel.dispatch.content import content_of
from dienests.kernel.dispatch.dispatch import Dispatch
from dienests.kernel.letters.sealing import file_name


def message_of(row: Dispatch, *, sender: str, check: str) -> EmailMessage:
    """Return the mail; `check` is the address of the page on which the letter can be checked.

    Raises DispatchRefused where the PDF cannot be sent.
    """
    letter = row.letter
    name = letter.institution.name if letter.institution else ""
    with override(letter.language):
        subject = _("Letter No {number}").format(number=letter.number)
        words = [
            _("{institution} sends you the enclosed letter No {number}.").format(
                institution=name, number=letter.number
            ),
            _("It bears a seal. Whether it is genuine and still holds can be checked here:"),
            check,
            _("You chose to get letters by e-mail. Another way can be chosen under “My data”, “Letters”."),
        ]
    message = EmailMessage()
    message["Subject"] = f"{subject} – {name}"
    message["From"] = formataddr((name, sender))
    message["To"] = row.address
    message["Date"] = format_datetime(row.opened_at)
    message["Message-ID"] = f"<{row.pk}@{sender.rpartition('@')[2]}>"
    message["Content-Language"] = letter.language
    message.set_content("\n\n".join(words) + "\n", cte="quoted-printable")
    message.add_attachment(
        content_of(letter), maintype="application", subtype="pdf", filename=file_name(letter), cte="base64"
    )  # fmt: skip
    return message
