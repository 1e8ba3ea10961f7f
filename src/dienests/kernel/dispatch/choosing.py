"""Choosing how to get letters, and reading what somebody chose; no address enters the log."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dienests.kernel.access.account import Account
from dienests.kernel.access.accounts import stream_of
from dienests.kernel.dispatch.addresses import AddressRefused, checked
from dienests.kernel.dispatch.choice import DeliveryChoice
from dienests.kernel.dispatch.way import Way
from dienests.kernel.log.streams import append
from dienests.kernel.mail.mail_address import MailAddress


@dataclass(frozen=True, slots=True)
class Chosen:
    """A way, and the address that it needs; empty in `way` where nobody has chosen and nothing follows by itself."""

    way: str = ""
    address: str = ""


@transaction.atomic
def choose(*, account: Account, way: str, address: str, at: datetime) -> DeliveryChoice:
    """Keep how a person wants letters from now on; raises AddressRefused with a sentence.

    Letters that are on their way already are not turned round.
    """
    kept = ""
    if way == Way.MAIL:
        if not _confirmed(account):
            raise AddressRefused(_("No e-mail address of yours is confirmed: enter one under “My data”, “Mail” first."))
    else:
        kept = checked(way, address)
    row, _made = DeliveryChoice.objects.update_or_create(
        account=account, defaults={"way": way, "address": kept, "chosen_at": at}
    )
    payload = {"person": str(account.person_id), "way": way}
    append(stream=stream_of(account), act="delivery-chosen", at=at, payload=payload)
    return row


def chosen_by(person: UUID | None) -> Chosen:
    """Return the way of a person: the chosen one, else this site for whoever has an account, else none.

    An e-mail address that the server has refused since counts as none: an official then finds another way.
    """
    account = Account.objects.filter(person=person).first() if person else None
    if account is None:
        return Chosen()
    row = DeliveryChoice.objects.filter(account=account).first()
    if row is None:
        return Chosen(Way.SITE)
    if row.way == Way.MAIL:
        address = _confirmed(account)
        return Chosen(Way.MAIL, address) if address else Chosen()
    return Chosen(row.way, row.address)


def _confirmed(account: Account) -> str:
    row = MailAddress.objects.filter(account=account, refused_at__isnull=True).first()
    return row.address if row else ""
