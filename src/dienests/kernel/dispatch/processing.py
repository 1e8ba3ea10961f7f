"""What is kept of people so that letters reach them."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.processing import law
from dienests.kernel.dispatch.dispatch import Dispatch, State
from dienests.kernel.norms.erasing import Eraser, erases, stays
from dienests.kernel.norms.processing import Kept, keeps

DISPATCHES = "dispatches"


def register() -> None:
    """Declare the entries."""
    keeps(
        Kept("delivery", _("how somebody wants letters, and the address for it"), _("who chose a way"),
             _("to send letters by the way that the person chose"), law, _("the person; the office that sends")),
        Kept(DISPATCHES, _("where and when a letter was sent, who took it, why it came back"),
             _("addressees of letters"), _("to prove that a letter was sent and received"), law,
             _("the office that sends; the addressee")),
    )  # fmt: skip
    erases(
        Eraser(DISPATCHES, Dispatch, "letter__case",
               {"address": "", "received_by": "", "tracked_as": "", "reason": "", "failure": ""},
               leaves=("letter", "office", "way", "state", "batch"), besides=_stop),
    )  # fmt: skip
    stays("goes with the account", "kernel_dispatch.DeliveryChoice")
    stays("numbers of batches, of nobody", "kernel_dispatch.PostBatch")


def _stop(case: UUID) -> None:
    """Take the way from what has not left yet: nothing goes out of a case that was erased."""
    Dispatch.objects.filter(letter__case=case, state=State.WAITING).update(way="", address="", batch=None)
