"""The jobs of the house; an act needs none: what it asks for runs right after it, and the worker takes up the rest."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.access.spreading import spread
from dienests.kernel.account import booking
from dienests.kernel.cases import outbox, searching
from dienests.kernel.dispatch import rounds as letters_out
from dienests.kernel.drafts import drafts
from dienests.kernel.files import storing
from dienests.kernel.files.scanner import scanner
from dienests.kernel.letters import sealing as letter_sealing
from dienests.kernel.log import sealing
from dienests.kernel.mail import checkpoints, rounds
from dienests.site.work.job import job
from dienests.site.work.post import carriers, mail_post

DONE_KEPT, FAILED_KEPT = timedelta(hours=2), timedelta(days=30)


@job(timedelta(seconds=30), _("effects of acts, terms that passed, duties, measurements"))
def effects(at: datetime) -> int:
    """Carry out what acts asked for and is still waiting, and the routines beside it."""
    return outbox.run_pending(at=at)


@job(timedelta(minutes=1), _("index of the search"))
def search_index(_at: datetime) -> int:
    """Index the cases in which something happened."""
    return searching.keep_up()


@job(timedelta(minutes=1), _("sums of the account"))
def account(_at: datetime) -> int:
    """Book the cases that have changed."""
    return booking.book()


@job(timedelta(minutes=1), _("looks at lists of people"))
def looks(_at: datetime) -> int:
    """Give each person of a list that was looked at a read event of the own."""
    return spread(ReadEvent)


@job(timedelta(minutes=1), _("seal of the log"))
def seal(at: datetime) -> int:
    """Give each act its place in the public tree and sign a checkpoint over it."""
    return sealing.seal(at=at).sealed


@job(timedelta(seconds=10), _("sealed letters"))
def letters(at: datetime) -> int:
    """Make and seal the PDF of letters that were approved."""
    return letter_sealing.run(at=at)


@job(timedelta(minutes=1), _("notices by e-mail"))
def mail(at: datetime) -> int:
    """Tell people by mail that there is something new; nothing without a mail server."""
    post = mail_post()
    return rounds.run(post, at=at) if post else 0


@job(timedelta(minutes=1), _("letters on their way"))
def dispatch(at: datetime) -> int:
    """Send sealed letters by the ways that a machine carries, and keep what became of them."""
    return letters_out.run(carriers(), at=at, now=lambda: datetime.now(UTC))


@job(timedelta(minutes=10), _("checkpoints by e-mail"))
def checkpoint_mail(at: datetime) -> int:
    """Send the checkpoint of each morning to those who keep it; nothing without a mail server."""
    post = mail_post()
    return checkpoints.run(post.server, site=post.site, at=at) if post else 0


@job(timedelta(seconds=30), _("virus scan of files"))
def scan(at: datetime) -> int:
    """Have the scanner look at new files; nothing without one."""
    where = scanner(settings.SCAN_URL)
    return storing.scan(where=where, at=at) if where else 0


@job(timedelta(hours=1), _("files that were never sent"))
def left_files(at: datetime) -> int:
    """Remove contents whose message was never sent to its end."""
    return storing.sweep(at=at)


@job(timedelta(hours=1), _("drafts that are too old"))
def old_drafts(at: datetime) -> int:
    """Delete drafts that nobody can open any more."""
    return drafts.forget(at=at)


@job(timedelta(hours=1), _("old rows of this list and of the mail"))
def forget(at: datetime) -> int:
    """Remove work and mail that are long done, and failures of last month."""
    done = DBTaskResult.objects.successful().filter(finished_at__lt=at - DONE_KEPT)
    failed = DBTaskResult.objects.failed().filter(finished_at__lt=at - FAILED_KEPT)
    return int(done.delete()[0]) + int(failed.delete()[0]) + rounds.forget(at=at) + checkpoints.forget(at=at)
