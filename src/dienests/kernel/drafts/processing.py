"""What is kept of people who have not sent a form yet."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.processing import law
from dienests.kernel.drafts.draft import Draft
from dienests.kernel.drafts.drafts import KEPT_DAYS
from dienests.kernel.norms.erasing import PARTICIPANTS, Eraser, erases
from dienests.kernel.norms.processing import Kept, keeps


def register() -> None:
    """Declare the entry."""
    keeps(
        Kept("drafts", _("forms that were begun, sealed under a code that only the person has"),
             _("who saves a form to go on later"), _("to let a person go on with a form later"), law,
             _("the person with the code; nobody else, nor the administrator"),
             until=format_lazy(_("until it is sent; {days} days at most"), days=KEPT_DAYS)),
    )  # fmt: skip
    erases(Eraser(PARTICIPANTS, Draft, "case"))
