"""What is kept of people in every case, whatever its procedure: who takes part, and the log of acts."""

from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.processing import law
from dienests.kernel.norms.processing import Kept, keeps


def register() -> None:
    """Declare the entries."""
    keeps(
        Kept("participants", _("who takes part in a case, in which role"), _("private persons in cases"),
             _("to let people see and steer their own cases"), law, _("roles that may read the identity")),
        Kept("log", _("which office or participant did what, when; values with a category only as a hash"),
             _("officials and private persons in cases"),
             _("to prove later what happened and that nothing was changed"), law, _("whoever sees the case"),
             until=_("for ever; its content can be erased, its chain stays")),
    )  # fmt: skip
