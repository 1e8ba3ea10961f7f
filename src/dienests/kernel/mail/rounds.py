"""Rounds of mail: find who is to be told, hand mails over, and put off what the server did not take.

At least once: a process killed between the server's yes and our note hands the mail over again, under its Message-ID.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from dienests.kernel.access.account import open_on
from dienests.kernel.calendar.zone import RIGA, local_date
from dienests.kernel.letters.notice import Notice
from dienests.kernel.mail import message
from dienests.kernel.mail.addresses import token_of
from dienests.kernel.mail.handing import in_turn, is_taken
from dienests.kernel.mail.mail_address import Channel, MailAddress
from dienests.kernel.mail.mailing import CONFIRMATION, NEWS, Mailing
from dienests.kernel.mail.message import Letterhead
from dienests.kernel.mail.patience import put_off
from dienests.kernel.mail.server import Line, Refused, Server
from dienests.kernel.parties.institution import Institution

DIGEST_AT = time(7, 0)
CLAIM = timedelta(minutes=5)  # longer than any talk with a server takes
KEPT = timedelta(days=30)
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Post:
    """The server, the address of the site, and how the link looks that confirms an address."""

    server: Server
    site: str
    link: Callable[[str], str]


def run(post: Post, *, at: datetime) -> int:
    """Make what is due and hand it over; return how many mails the server took."""
    make(at=at)
    return hand_over(post, at=at)


def make(*, at: datetime) -> int:
    """Make a mailing for everybody who has unread news and is to be told now; return how many."""
    on = local_date(at)
    morning = datetime.combine(on, DIGEST_AT, tzinfo=RIGA)
    wanted = MailAddress.objects.filter(open_on(on, prefix="account__"), refused_at__isnull=True).exclude(address="")
    made = 0
    for row in wanted.filter(channel=Channel.AT_ONCE, account__person__in=_unread(at)):
        made += _made(row, None, at)
    if at >= morning:
        had = Mailing.objects.filter(day=on).values("account")
        for row in wanted.filter(channel=Channel.DIGEST, account__person__in=_unread(morning)).exclude(account__in=had):
            made += _made(row, on, morning)
    return made


def _unread(until: datetime) -> Any:
    return Notice.objects.filter(sent_at__isnull=True, seen_at__isnull=True, at__lte=until).values("person")


def _made(row: MailAddress, day: date | None, until: datetime) -> int:
    try:
        with transaction.atomic():
            Mailing.objects.create(account_id=row.account_id, kind=NEWS, day=day, made_at=until, not_before=until)
        return 1
    except IntegrityError:  # one waits already, or another worker was quicker
        return 0


def hand_over(post: Post, *, at: datetime) -> int:
    """Hand over what is due; where the server does not answer or hangs up the round ends, and nothing is lost."""
    due = Mailing.objects.filter(sent_at__isnull=True, given_up_at__isnull=True, not_before__lte=at)
    return in_turn(
        post.server,
        list(due.order_by("not_before", "pk")[:AT_ONCE]),
        one=lambda line, mailing: _sent(post, line, mailing, at),
        put_off=lambda mailing, error: _put_off(mailing, error, at),
    )


def _sent(post: Post, line: Line, mailing: Mailing, at: datetime) -> int:
    """Hand one mail over, unless another worker does; raises what ends the round."""
    own = Mailing.objects.filter(pk=mailing.pk, sent_at__isnull=True, given_up_at__isnull=True, not_before__lte=at)
    if not own.update(not_before=at + CLAIM):
        return 0
    letter = _letter(post, mailing, at)
    if letter is None:
        Mailing.objects.filter(pk=mailing.pk).update(given_up_at=at)
        return 0
    done = is_taken(
        lambda: line.send(letter),
        refused=lambda: _nobody_there(mailing, at),
        put_off=lambda error: _put_off(mailing, error, at),
    )
    if not done:
        return 0
    with transaction.atomic():
        Mailing.objects.filter(pk=mailing.pk).update(sent_at=at, failure="")
        if mailing.kind == NEWS:
            told = Notice.objects.filter(person__account=mailing.account_id, at__lte=mailing.made_at)
            told.filter(sent_at__isnull=True, seen_at__isnull=True).update(sent_at=at)
    return 1


def _letter(post: Post, mailing: Mailing, at: datetime) -> EmailMessage | None:
    """Return the mail; None when there is nothing to say any more."""
    row = MailAddress.objects.select_related("account").filter(account=mailing.account_id).first()
    if row is None or not row.account.is_open(local_date(at)):
        return None
    if mailing.kind == CONFIRMATION:
        token, to = token_of(row), row.pending
        head = Letterhead(_institution(None), post.server.sender, post.site)
        if token is None:
            return None
        return message.confirmation(head, to=to, link=post.link(token), mailing=mailing.pk, at=mailing.made_at)
    news = Notice.objects.filter(person=row.account.person_id, sent_at__isnull=True, seen_at__isnull=True)
    places = set(news.filter(at__lte=mailing.made_at).values_list("case__institution", flat=True))
    if not row.address or not places:
        return None
    head = Letterhead(_institution(places), post.server.sender, post.site)
    return message.news(head, to=row.address, mailing=mailing.pk, at=mailing.made_at)


def _institution(places: set[int] | None) -> str:
    """Return the name of the only institution that a mail can come from; "" where there are several."""
    found = Institution.objects.filter(Q() if places is None else Q(pk__in=places)).order_by("pk")[:2]
    return found[0].name if len(found) == 1 else ""


def _nobody_there(mailing: Mailing, at: datetime) -> None:
    with transaction.atomic():
        Mailing.objects.filter(pk=mailing.pk).update(given_up_at=at, failure=Refused.__name__)
        if mailing.kind == NEWS:
            MailAddress.objects.filter(account=mailing.account_id).update(refused_at=at)


def _put_off(mailing: Mailing, error: Exception, at: datetime) -> None:
    own = Mailing.objects.filter(pk=mailing.pk, sent_at__isnull=True, given_up_at__isnull=True)
    put_off(own, attempts=mailing.attempts, error=error, at=at)


def forget(*, at: datetime) -> int:
    """Remove mailings that ended long ago, and return how many."""
    ended = Q(sent_at__lt=at - KEPT) | Q(given_up_at__lt=at - KEPT)
    return Mailing.objects.filter(ended).delete()[0]
