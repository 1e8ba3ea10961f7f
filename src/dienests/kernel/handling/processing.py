"""What is kept of people who say something in a case."""

from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.processing import law
from dienests.kernel.norms.processing import Kept, keeps


def register() -> None:
    """Declare the entry."""
    keeps(
        Kept("messages", _("what people said in a case beside its form, and the files that came with it"),
             _("who writes in a case, and whom the words are about"),
             _("to hand a matter to whoever handles it, and to answer"), law,
             _("who reads what was sent in the case; notes: officials alone")),
    )  # fmt: skip
