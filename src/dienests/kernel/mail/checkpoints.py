"""Checkpoints by mail, once a day: what has left this house cannot be rewritten in it.

Whom to send them is a dated parameter, set with two officials like any other: `log.checkpoint.recipients`.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from dienests.kernel.calendar.zone import RIGA, local_date
from dienests.kernel.log.published import NothingThere, Published, published
from dienests.kernel.mail.checkpoint_mail import CheckpointMail
from dienests.kernel.mail.handing import in_turn, is_taken
from dienests.kernel.mail.patience import put_off
from dienests.kernel.mail.server import Line, Refused, Server
from dienests.kernel.norms.declared import Declared, register
from dienests.kernel.norms.parameter import Parameter
from dienests.kernel.parties.period import covers

RECIPIENTS = "log.checkpoint.recipients"
HOUR = 7  # of Latvia
CLAIM, KEPT = timedelta(minutes=5), timedelta(days=400)
LANGUAGES = ("lv", "en")


def run(server: Server, *, site: str, at: datetime) -> int:
    """Make the mails of this morning and hand over what waits; return how many the server took."""
    make(at=at)
    return hand_over(server, site=site, at=at)


def make(*, at: datetime) -> int:
    """Let the last checkpoint wait for everybody who is to have it and has none of this day; return for how many."""
    on = local_date(at)
    wanted = recipients(at) if at.astimezone(RIGA).hour >= HOUR else []
    had = CheckpointMail.objects.filter(day=on, address__in=wanted).values_list("address", flat=True) if wanted else []
    lacking = [each for each in wanted if each not in set(had)]
    found = _state() if lacking else None
    if found is None:
        return 0
    rows = [CheckpointMail(address=each, day=on, note=found.last.note, not_before=at) for each in lacking]
    # Whoever was quicker has made the same mail.
    CheckpointMail.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def recipients(at: datetime) -> list[str]:
    """Return the addresses in force, those of all institutions together."""
    found = Parameter.objects.filter(covers(local_date(at)), slug=RECIPIENTS).order_by("institution", "pk")
    return list(dict.fromkeys(each for value in found.values_list("value", flat=True) for each in value.split()))


def hand_over(server: Server, *, site: str, at: datetime) -> int:
    """Hand over what is due; where the server does not answer or hangs up the rest waits, and nothing is lost."""
    due = CheckpointMail.objects.filter(sent_at__isnull=True, given_up_at__isnull=True, not_before__lte=at)

    def one(line: Line, mail: CheckpointMail) -> int:
        if not due.filter(pk=mail.pk).update(not_before=at + CLAIM):  # another worker has it
            return 0
        return _sent(line, mail, _letter(mail, server.sender, site, at), at)

    waiting = list(due.order_by("not_before", "day", "address"))
    return in_turn(server, waiting, one=one, put_off=lambda mail, error: _put_off(mail, error, at))


def _sent(line: Line, mail: CheckpointMail, letter: EmailMessage, at: datetime) -> int:
    """Hand one mail over; raises what ends the round."""
    own = CheckpointMail.objects.filter(pk=mail.pk)
    done = is_taken(
        lambda: line.send(letter),
        refused=lambda: own.update(given_up_at=at, failure=Refused.__name__),
        put_off=lambda error: _put_off(mail, error, at),
    )
    return own.update(sent_at=at, failure="") if done else 0


def last_sent() -> datetime | None:
    """Return when a checkpoint last left this house by mail; None when none ever did."""
    found = CheckpointMail.objects.filter(sent_at__isnull=False).order_by("-sent_at").first()
    return found.sent_at if found else None


def forget(*, at: datetime) -> int:
    """Remove what was sent, or given up, more than a year ago; the receivers keep theirs."""
    ended = Q(sent_at__lt=at - KEPT) | Q(given_up_at__lt=at - KEPT)
    return int(CheckpointMail.objects.filter(ended).delete()[0])


def _state() -> Published | None:
    try:
        return published()
    except NothingThere:  # broken files are told by the audit; a mail would spread them
        return None


def _put_off(mail: CheckpointMail, error: Exception, at: datetime) -> None:
    put_off(CheckpointMail.objects.filter(pk=mail.pk, sent_at__isnull=True), attempts=mail.attempts, error=error, at=at)


def _letter(mail: CheckpointMail, sender: str, site: str, at: datetime) -> EmailMessage:
    subjects, parts = [], []
    where = f"{site.rstrip('/')}/log/"
    for language in LANGUAGES:
        with override(language):
            subjects.append(_("Checkpoint of the log, %(day)s") % {"day": f"{mail.day:%d.%m.%Y}."})
            parts.append(_("Keep this mail: it proves later whether anything in our log was changed."))
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subjects[0], sender, mail.address
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{mail.pk}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine answers a machine
    message.set_content("\n\n".join([*parts, where, mail.note]), cte="quoted-printable")
    message.add_attachment(mail.note, filename=f"checkpoint-{mail.day}.txt", cte="base64")
    return message


def _declared() -> Iterator[Declared]:
    yield Declared(
        slug=RECIPIENTS, label=gettext_lazy("who receives the checkpoint of the log each day by e-mail"),
        where=gettext_lazy("order of the institution"), basis="", validate=_addresses,
    )  # fmt: skip


def _addresses(value: str) -> None:
    for each in value.split():
        try:
            validate_email(each)
        except ValidationError:
            raise ValueError(
                _("“%(value)s” is no e-mail address; write several with a space between them.") % {"value": each}
            ) from None


def declare() -> None:
    """Register the parameter."""
    register(_declared)
