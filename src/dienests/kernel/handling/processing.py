"""What is kept of people who say something in a case."""

from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.processing import law
from dienests.kernel.handling.attachment import Attachment
from dienests.kernel.handling.case_link import CaseLink
from dienests.kernel.handling.correction import Correction
from dienests.kernel.handling.handler import Handler
from dienests.kernel.handling.posting import Posting
from dienests.kernel.handling.status_code import StatusCode
from dienests.kernel.norms.erasing import PARTICIPANTS, Eraser, erases
from dienests.kernel.norms.processing import Kept, keeps

MESSAGES = "messages"


def register() -> None:
    """Declare the entry."""
    keeps(
        Kept(MESSAGES, _("what people said in a case beside its form, and the files that came with it"),
             _("who writes in a case, and whom the words are about"),
             _("to hand a matter to whoever handles it, and to answer"), law,
             _("who reads what was sent in the case; notes: officials alone")),
    )  # fmt: skip
    erases(
        Eraser(MESSAGES, Attachment, "posting__case"),
        Eraser(MESSAGES, Posting, "case"),
        Eraser(MESSAGES, Correction, "case"),
        Eraser(PARTICIPANTS, CaseLink, "case"),
        Eraser(PARTICIPANTS, CaseLink, "other"),
        Eraser(PARTICIPANTS, Handler, "case"),
        Eraser(PARTICIPANTS, StatusCode, "case"),
    )
