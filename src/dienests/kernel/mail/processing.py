"""What is kept of people who want to be told by mail."""

from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.processing import law
from dienests.kernel.norms.processing import Kept, keeps


def register() -> None:
    """Declare the entry."""
    keeps(
        Kept("mail-addresses", _("e-mail addresses, and when a mail was sent"), _("who wants to be told by mail"),
             _("to tell a person that there is something new; no mail says what"), law,
             _("the person; nobody by a list"), until=_("until the person takes the address away")),
        Kept("checkpoint-recipients", _("e-mail addresses that receive checkpoints of the log"),
             _("who keeps checkpoints for others: auditors, journalists, other institutions"),
             _("to send the checkpoint of each day out of the house"), law, _("administrators"),
             until=_("until an administrator takes the address out; what was sent, 400 days")),
    )  # fmt: skip
