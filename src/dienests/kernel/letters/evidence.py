"""Evidence: the receipt of an event, with the log sealed first where the event is not in the public tree yet."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from dienests.kernel.log.receipts import Receipt, receipt_of
from dienests.kernel.log.refusals import NotSealed
from dienests.kernel.log.sealing import seal


class NotReady(RuntimeError):
    """The sealed document cannot be had yet; the sentence says what to do."""

    def __init__(self) -> None:
        super().__init__(_("The sealed document is still being made; try again in a minute."))


def receipt_now(event: UUID, *, at: datetime) -> Receipt:
    """Return the receipt of an event; never in a transaction. Raises NotReady while another process seals the log."""
    try:
        return receipt_of(event, with_content=False)
    except NotSealed:
        pass
    seal(at=at)
    try:
        return receipt_of(event, with_content=False)
    except NotSealed:  # another process seals: what it publishes will hold the event
        raise NotReady from None
