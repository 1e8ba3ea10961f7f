"""The sessions of an account: looking at them and ending them."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dienests.kernel.access.account import Account
from dienests.kernel.access.accounts import stream_of
from dienests.kernel.access.open_session import OpenSession
from dienests.kernel.access.refusals import AccessError
from dienests.kernel.log.streams import append


def sessions(account: UUID, *, at: datetime) -> list[OpenSession]:
    """Return where the account is signed in, the last seen first."""
    return list(OpenSession.objects.alive(at).filter(account=account).order_by("-seen_at", "-opened_at", "pk"))


@transaction.atomic
def end_one(*, account: Account, session: UUID, at: datetime) -> None:
    """End one session of the account; raises AccessError when there is none such."""
    ended, _tables = OpenSession.objects.filter(account=account, pk=session).delete()
    if not ended:
        raise AccessError(_("This session has ended already: look at the list again."))
    append(stream=stream_of(account), act="session-ended", at=at, payload={"sessions": 1})


@transaction.atomic
def end_others(*, account: Account, keep: UUID, at: datetime) -> int:
    """End every session of the account but one, and return how many ended."""
    ended, _tables = OpenSession.objects.filter(account=account).exclude(pk=keep).delete()
    if ended:
        append(stream=stream_of(account), act="session-ended", at=at, payload={"sessions": ended})
    return ended
