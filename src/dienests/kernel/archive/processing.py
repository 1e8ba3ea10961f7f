"""What is kept of people in cases that other institutions handed over."""

from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.processing import law
from dienests.kernel.norms.erasing import stays
from dienests.kernel.norms.processing import Kept, keeps


def register() -> None:
    """Declare the entry."""
    keeps(
        Kept("imported-cases", _("cases that another institution handed over, as it wrote them"),
             _("who takes part in such a case"), _("to go on with a matter that another institution began"), law,
             _("the office that is named when the case is taken in"))
    )  # fmt: skip
    stays("nothing of a person; its archive is destroyed with the key of its own", "kernel_archive.ImportedCase")
